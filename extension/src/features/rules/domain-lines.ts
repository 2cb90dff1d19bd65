import type { ShownProblem } from '../protocol';

/** A line that says something. `number` is its place in what was typed, counted from 1 and with the empty ones. */
export interface DomainLine {
  number: number;
  text: string;
}

/** What was typed, line by line, without the empty ones. */
export function readDomainLines(typed: string): DomainLine[] {
  return typed.split('\n').flatMap((line, index) => (line.trim() ? { number: index + 1, text: line.trim() } : []));
}

/** The lines the API refused: it names them `blockedDomains.N`, N counted from 0 in the list it was sent. */
export function wrongLines({ errors = [] }: ShownProblem, sent: DomainLine[]): DomainLine[] {
  return errors.flatMap(({ path }) => {
    const index = /^blockedDomains\.(\d+)$/.exec(path)?.[1];
    return (index !== undefined && sent[Number(index)]) || [];
  });
}
