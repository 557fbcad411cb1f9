/** Where functions, methods and what holds a function get their names; what else it finds does no harm. */
const places =
  /\bfunction\s{0,20}\*?\s{0,20}([\w$]{1,100})|(?<![\w$])([\w$]{1,100})['"]?\s{0,20}[=:]\s{0,20}(?:async\b\s{0,20})?(?:function\b|\(|<|[\w$]{1,100}\s{0,20}=>)|(?:^|[{};,*])[ \t]{0,40}(?:(?:public|private|protected|static|override|async|get|set|export)\s{1,20}){0,6}[*#]?([\w$]{1,100})\s{0,20}(?:<[^<>(){};\n]{0,200}>)?\(|(?<![\w$])([\w$]{1,100})\s{0,20}[=:]\s{0,20}(?:await\s{1,20})?[\w$.]{1,100}\((?:async\b|function\b|\(|\{)/gm;

const maxNames = 100_000;
const noNames = new Set("if for while switch catch return function super typeof await".split(" "));

/** Names of functions and methods that a file may define. */
export function* namesIn(text: string): Iterable<string> {
  let found = 0;
  for (const [, ...groups] of text.matchAll(places)) {
    const name = groups.find((group) => group !== undefined);
    if (name === undefined || noNames.has(name)) continue;
    yield name;
    found += 1;
    if (found > maxNames) return;
  }
}
