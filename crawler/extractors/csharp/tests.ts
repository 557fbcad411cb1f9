/** Whether a file belongs to a test project or is build output: what is registered there is no server's. */
export function isTest(path: string): boolean {
  return /(?:^|\/)(?:[\w.-]*\.)?(?:unit|integration|functional|e2e)?tests?\/|(?:^|\/)[\w.-]*(?<=[a-z])Tests?\/|(?:^|\/)(?:bin|obj)\//i.test(
    path.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "."),
  );
}
