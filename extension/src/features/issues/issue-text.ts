import type { Issue } from '@integration-queue/shared/issue';
import { explainError, type ErrorText } from '../errors/error-text';
import { mendAddress } from '../errors/mend-address';
import { isUnspecific } from '../errors/unspecific';

/** The cause of an issue in plain words, and what to do; where our words say too little, the CRM's come in. */
export function explainIssue({ code, message, hint, field, fieldLabel, crmMessage }: Issue): ErrorText {
  const { what, todo } = explainError({ code, message, hint, ...(field && { field: fieldLabel ?? field }) });
  return { what: isUnspecific(code) && crmMessage ? `${what.replace(/\.$/, '')}: ${crmMessage}` : what, todo };
}

/** Where the cause of an issue is mended, or null. */
export const issueMendAddress = (issue: Issue): string | null => mendAddress(issue);
