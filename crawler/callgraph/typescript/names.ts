/** Where functions, methods and what holds a function get their names; what else it finds does no harm. */
const places =
  /\bfunction\s*\*?\s*([\w$]+)|([\w$]+)['"]?\s*[=:]\s*(?:async\b\s*)?(?:function\b|\(|<|[\w$]+\s*=>)|(?:^|[{};,*])[ \t]*(?:(?:public|private|protected|static|override|async|get|set|export)\s+)*[*#]?([\w$]+)\s*(?:<[^<>(){};\n]{0,200}>)?\(|([\w$]+)\s*[=:]\s*(?:await\s+)?[\w$.]+\((?:async\b|function\b|\(|\{)/gm;

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
