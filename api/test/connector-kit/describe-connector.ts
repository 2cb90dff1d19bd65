import { describe } from '@jest/globals';
import { Bench } from './bench.ts';
import { describeConnection } from './connection.ts';
import { describeFinding } from './finding.ts';
import { describeOutages } from './outages.ts';
import { describeRefusals } from './refusals.ts';
import type { ConnectorSubject } from './subject.ts';
import { describeWriting } from './writing.ts';

/** Everything a connector must do right, tried on a server that speaks its CRM's language and fails in its manner. */
export function describeConnector(subject: ConnectorSubject): void {
  describe(`the ${subject.provider.provider} connector`, () => {
    const bench = new Bench(subject);
    describeConnection(bench);
    describeWriting(bench);
    if (subject.canBeAsked ?? true) describeFinding(bench);
    describeRefusals(bench);
    describeOutages(bench);
  });
}
