/** Conditions of one trigger, in all its groups. */
export const MOST_CONDITIONS = 50;
/** Levels of groups within groups. */
export const DEEPEST_GROUP = 4;
/** Things one trigger sends for one company. */
export const MOST_ACTIONS = 5;
/** Triggers of a workspace. */
export const MOST_TRIGGERS = 100;
