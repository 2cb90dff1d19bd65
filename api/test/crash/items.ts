import { Seeded } from './random.ts';

/** Of the items: companies sent before, with new content; and deals of companies. */
const CHANGES = 0.2;
const DEALS = 0.1;
/** Companies there are before the first change or deal. */
const FIRST = 40;

/** One thing sent. Its mark is in its content and in no other's: what an effect in the CRM is told by. */
export interface Item {
  object: 'company' | 'deal';
  mark: string;
  /** Number of the company, or of the company a deal belongs to. */
  company: number;
}

/** What is sent in a run: the same for the same seed. */
export class Items {
  private readonly random: Seeded;
  private companies = 0;
  private made = 0;

  constructor(seed: number) {
    this.random = new Seeded(seed);
  }

  take(count: number): Item[] {
    return Array.from({ length: count }, () => this.next());
  }

  private next(): Item {
    const number = (this.made += 1);
    const chance = this.companies < FIRST ? 1 : this.random.next();
    const company = chance < CHANGES + DEALS ? this.random.below(this.companies) : this.companies++;
    return chance < DEALS
      ? { object: 'deal', mark: `Deal ${number} of company ${company}`, company }
      : { object: 'company', mark: `Company ${company}, sent as ${number}`, company };
  }
}
