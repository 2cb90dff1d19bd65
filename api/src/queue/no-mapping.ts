import { CrmProblem } from '../crm/errors.js';

/** An object that has no field mapping is sent nowhere until it has one. */
export const NO_MAPPING = new CrmProblem('mapping_broken', {
  code: 'mapping_broken',
  message: 'There is no field mapping for this object',
  hint: 'Save a field mapping for it',
});
