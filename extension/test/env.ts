export const isTestBuild = true;
