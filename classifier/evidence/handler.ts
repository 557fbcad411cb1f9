import type { Category, Facet } from "../../model.ts";

/** Something that a handler's code reaches. */
export interface Call {
  category: Category;
  shows: string;
  /** Stands verbatim in the source. */
  quote: string;
  /** 0-based line within the source. */
  line: number;
  facets: Facet[];
  /** Reads are done so as well: it counts less than words that are plain. */
  weak?: true;
}

const lineLimit = 2000;
const widthLimit = 400;

interface Trace {
  pattern: RegExp;
  category: Category;
  shows: string;
  facets?: Facet[];
}

/** Cheap signs of what code does, most telling first; each pattern is linear and looks at one line. */
const traces: Trace[] = [
  {
    pattern:
      /\b(?:refunds?|charges|paymentIntents|payouts|transfers|paymentLinks)\.(?:create|capture|confirm)\(/,
    category: "Financial",
    shows: "moves money through a payment API",
    facets: ["money"],
  },
  {
    pattern:
      /\b(?:sendTransaction|sendRawTransaction|signTransaction|writeContract|send_raw_transaction|sendAndConfirmTransaction)\(/,
    category: "Financial",
    shows: "signs or sends a blockchain transaction",
    facets: ["money", "irreversible"],
  },
  {
    pattern:
      /\b(?:DELETE\s+FROM|DROP\s+(?:TABLE|DATABASE|SCHEMA|INDEX|COLLECTION|VIEW)|TRUNCATE\s+(?:TABLE\s+)?[a-z_"`$])/i,
    category: "Destructive",
    shows: "removes data with an SQL statement",
  },
  {
    pattern: /\bmethod\s*[:=]\s*["'`](?:DELETE|delete)["'`]/,
    category: "Destructive",
    shows: "sends a request with DELETE",
    facets: ["network"],
  },
  {
    pattern:
      /\b(?:axios|requests|httpx|client|session|http|api|got|ky|superagent|request|this\.(?:client|api|http))\.(?:delete|del)\(/,
    category: "Destructive",
    shows: "sends a request with DELETE",
    facets: ["network"],
  },
  {
    pattern: /\brequests?\(\s*["'`]DELETE["'`]/i,
    category: "Destructive",
    shows: "sends a request with DELETE",
    facets: ["network"],
  },
  {
    pattern:
      /\b(?:fs|fsp|fsPromises|promises)\.(?:unlink|rm|rmdir)(?:Sync)?\(|\b(?:unlinkSync|rmSync|rmdirSync)\(|\bos\.(?:remove|unlink|rmdir|removedirs)\(|\bshutil\.rmtree\(|\bos\.RemoveAll\(/,
    category: "Destructive",
    shows: "deletes files",
    facets: ["filesystem"],
  },
  {
    pattern:
      /\b(?:deleteOne|deleteMany|delete_one|delete_many|findOneAndDelete|dropCollection|drop_collection|dropDatabase|drop_database)\(/,
    category: "Destructive",
    shows: "removes documents from a database",
  },
  {
    pattern: /\bDelete[A-Z][A-Za-z]{2,40}Command\(|\.delete_[a-z_]{2,40}\(/,
    category: "Destructive",
    shows: "calls a delete operation of an SDK",
  },
  {
    pattern:
      /\b(?:child_process|execSync|execFile|execFileSync|spawnSync|spawn|execa)\s*\(|\bsubprocess\.(?:run|Popen|call|check_output|check_call)\(|\bos\.(?:system|popen)\(|\bexec\.Command(?:Context)?\(|\bcreate_subprocess_(?:exec|shell)\(/,
    category: "Execute",
    shows: "starts a process on the host",
  },
  {
    pattern:
      /(?:^|[^.\w])eval\(|\bnew\s+Function\(|\bvm\.runIn[A-Za-z]{3,20}\(|(?:^|[^.\w])exec\(\s*(?:code|source|script|compile)/,
    category: "Execute",
    shows: "evaluates code",
    facets: ["arbitrary-code"],
  },
  {
    pattern:
      /\bINSERT\s+(?:OR\s+[A-Z]+\s+)?INTO\b|\bUPDATE\s+[a-z_"`$.{}]+\s+SET\b|\b(?:CREATE|ALTER)\s+(?:TABLE|INDEX|DATABASE|SCHEMA|VIEW)\b/i,
    category: "Write",
    shows: "changes data with an SQL statement",
  },
  {
    pattern:
      /\bmethod\s*[:=]\s*["'`](?:PUT|PATCH|put|patch)["'`]|\b(?:axios|requests|httpx|client|session|http|api|got|ky)\.(?:put|patch)\(|\brequests?\(\s*["'`](?:PUT|PATCH)["'`]/,
    category: "Write",
    shows: "sends a request with PUT or PATCH",
    facets: ["network"],
  },
  {
    pattern:
      /\b(?:fs|fsp|fsPromises|promises)\.(?:writeFile|appendFile|mkdir|rename|copyFile|createWriteStream)(?:Sync)?\(|\b(?:writeFileSync|appendFileSync|renameSync|mkdirSync|copyFileSync)\(|\bopen\([^)]{0,120}["'](?:w|a|wb|ab|w\+|x)["']|\.write_text\(|\bos\.(?:makedirs|rename|WriteFile)\(|\bshutil\.(?:copy|move|copytree)\(/,
    category: "Write",
    shows: "writes files",
    facets: ["filesystem"],
  },
  {
    pattern:
      /\b(?:insertOne|insertMany|insert_one|insert_many|updateOne|updateMany|update_one|update_many|replaceOne|bulkWrite)\(/,
    category: "Write",
    shows: "changes documents in a database",
  },
  {
    pattern: /\b(?:Put|Create|Update|Modify|Attach|Associate)[A-Z][A-Za-z]{2,40}Command\(/,
    category: "Write",
    shows: "calls a changing operation of an SDK",
  },
  {
    pattern:
      /\bsend_?(?:mail|message|email)\(|\bchat\.postMessage\(|\bmessages\.(?:send|create)\(/i,
    category: "Write",
    shows: "sends a message",
    facets: ["reach-people", "egress"],
  },
];

const posts =
  /\bmethod\s*[:=]\s*["'`](?:POST|post)["'`]|\b(?:axios|requests|httpx|client|session|http|api|got|ky)\.post\(|\brequests?\(\s*["'`]POST["'`]/;
const readingPath =
  /search|query|find|list|lookup|graphql|filter|count|validate|token|oauth|auth|login|embed|complet|generate|analy|preview|estimate|export/i;

/** The telling calls of a handler's source, in the order of its lines; long lines and sources are cut. */
export function readCalls(source: string): Call[] {
  const calls: Call[] = [];
  const lines = source.slice(0, lineLimit * 80).split("\n", lineLimit);
  for (const [index, whole] of lines.entries()) {
    const line = whole.length > widthLimit ? whole.slice(0, widthLimit) : whole;
    if (/^\s*(?:\/\/|#|\*|\/\*)/.test(line)) continue;
    const near = `${lines[index - 1]?.slice(0, widthLimit) ?? ""}${line}${lines[index + 1]?.slice(0, widthLimit) ?? ""}`;
    for (const trace of traces) {
      const match = trace.pattern.exec(line);
      if (match)
        calls.push({
          category: trace.category,
          shows: trace.shows,
          quote: match[0].trim(),
          line: index,
          facets: trace.facets ?? [],
        });
    }
    const post = posts.exec(line);
    if (post && !readingPath.test(near)) {
      calls.push({
        category: "Write",
        shows: "sends a request with POST",
        quote: post[0].trim(),
        line: index,
        facets: ["network"],
        weak: true,
      });
    }
  }
  return calls;
}
