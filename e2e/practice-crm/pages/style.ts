/** The one style sheet. System fonts, the reader's own light or dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #14171c);
  --sheet: light-dark(#ffffff, #1c2027);
  --line: light-dark(#e3e6ec, #2d333d);
  --ink: light-dark(#1b2230, #e8ebf0);
  --quiet: light-dark(#5b6575, #9aa4b4);
  --accent: light-dark(#22577a, #7cc4e8);
  --accent-ground: light-dark(#e6f0f6, #1f3340);
  --warn: light-dark(#8a4b08, #f2b872);
  --warn-ground: light-dark(#fdf1e1, #3a2a16);
  --danger: light-dark(#a3262a, #f28b8f);
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
}
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.bar { background: var(--sheet); border-bottom: 1px solid var(--line); }
.bar > div, main { max-width: 72rem; margin: 0 auto; padding: 0 1.5rem; }
.bar > div { display: flex; align-items: center; gap: 2rem; min-height: 3.5rem; flex-wrap: wrap; }
.brand { font-weight: 650; color: var(--ink); display: flex; align-items: center; gap: .6rem; }
.brand::before {
  content: ''; width: .8rem; height: .8rem; border-radius: 3px; background: var(--accent); transform: rotate(45deg);
}
nav { display: flex; gap: .25rem; flex: 1; flex-wrap: wrap; }
nav a { color: var(--quiet); padding: .35rem .7rem; border-radius: 6px; }
nav a:hover { color: var(--ink); text-decoration: none; background: var(--ground); }
nav a[aria-current] { color: var(--accent); background: var(--accent-ground); font-weight: 550; }
nav .apart { margin-left: auto; }
nav small { font-variant-numeric: tabular-nums; opacity: .75; margin-left: .15rem; }
main { padding-top: 1.75rem; padding-bottom: 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; font-weight: 650; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 0 0 .75rem; font-weight: 600; }
p { margin: 0; }
.quiet { color: var(--quiet); }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; }
.padded { padding: 1.25rem 1.5rem; }
.stack { display: grid; gap: 1.25rem; }
.heading { display: flex; align-items: center; gap: 1rem; flex-wrap: wrap; margin-bottom: 1.25rem; }
.heading form { margin-left: auto; }
.notice {
  background: var(--warn-ground); color: var(--warn); border-radius: 8px; padding: .6rem 1rem; margin-bottom: 1.25rem;
}
.notice a { color: inherit; text-decoration: underline; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; padding: .6rem 1rem; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
th { font-size: .8rem; font-weight: 550; color: var(--quiet); white-space: nowrap; }
td { overflow-wrap: break-word; max-width: 20rem; min-width: 5.5rem; }
th.number, td.number { min-width: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.moment { white-space: nowrap; font-variant-numeric: tabular-nums; color: var(--quiet); }
.scroll { overflow-x: auto; }
.pager { display: flex; gap: 1rem; align-items: center; padding: .75rem 1rem; border-top: 1px solid var(--line); }
.pager span { margin-right: auto; }
.empty { padding: 3rem 1.5rem; text-align: center; color: var(--quiet); }
input, select, textarea, button, .button {
  font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--line); border-radius: 7px;
  padding: .4rem .7rem;
}
input[type='checkbox'] { accent-color: var(--accent); width: 1.05rem; height: 1.05rem; margin: 0; flex: none; }
input[type='number'] { width: 7.5rem; font-variant-numeric: tabular-nums; }
textarea { width: 100%; min-height: 4.5rem; resize: vertical; }
button, .button { cursor: pointer; font-weight: 550; display: inline-block; }
button:hover, .button:hover { border-color: var(--quiet); text-decoration: none; }
button.first { background: var(--accent); color: var(--sheet); border-color: var(--accent); }
button.danger, details.danger > summary { color: var(--danger); }
.record { display: flex; gap: 1.1rem; align-items: center; flex-wrap: wrap; padding: 1.5rem; }
.record .who { flex: 1; min-width: 14rem; }
.initial {
  width: 3.25rem; height: 3.25rem; border-radius: 10px; display: grid; place-items: center; flex: none;
  background: var(--accent-ground); color: var(--accent); font-size: 1.4rem; font-weight: 650;
}
[data-record-actions] { display: flex; gap: .6rem; align-items: center; flex-wrap: wrap; }
.columns { display: grid; grid-template-columns: minmax(0, 2fr) minmax(15rem, 1fr); gap: 1.25rem; align-items: start; }
@media (max-width: 55rem) { .columns { grid-template-columns: minmax(0, 1fr); } }
dl { display: grid; grid-template-columns: minmax(8rem, 12rem) minmax(0, 1fr); gap: .55rem 1.25rem; margin: 0; }
@media (max-width: 40rem) {
  .bar > div, main { padding-inline: 1rem; }
  .bar > div { gap: 0 1rem; padding-block: .75rem .5rem; }
  nav { flex: 1 0 100%; margin-inline: -.7rem; }
  nav .apart { margin-left: 0; }
  .heading form { margin-left: 0; }
  dl { grid-template-columns: 7.5rem minmax(0, 1fr); gap: .55rem .75rem; }
}
.columns > .stack dl { grid-template-columns: 6rem minmax(0, 1fr); }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
summary { cursor: pointer; }
details > :not(summary) { margin-top: .75rem; }
.stack > ul { margin: 0; }
ul.plain { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; }
.choices { display: grid; gap: 1rem; }
.choices h2 { margin: 0; }
.narrow { max-width: 50rem; margin-inline: auto; }
.choice { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .25rem 1.5rem; align-items: center; }
.choice small, .wide small { display: block; color: var(--quiet); font-size: .87rem; }
.wide { display: grid; gap: .4rem; }
.pair { display: flex; gap: .5rem; align-items: center; }
.row { display: flex; gap: .75rem; align-items: center; flex-wrap: wrap; }
.tag { font-size: .8rem; padding: .1rem .5rem; border-radius: 99px; background: var(--accent-ground); color: var(--accent); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem; }
.figure strong { display: block; font-size: 1.6rem; font-weight: 600; font-variant-numeric: tabular-nums; }
code { font-family: ui-monospace, 'Cascadia Code', Menlo, monospace; font-size: .88em; }
`;
