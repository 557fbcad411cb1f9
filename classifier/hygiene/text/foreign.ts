import type { Concept } from "./concepts.ts";

type Lexicon = Partial<Record<Concept, string>>;

const german: Lexicon = {
  drop: "ignoriere ignorieren ignoriert vergiss vergessen missachte umgehe",
  rules: "anweisungen anweisung regeln vorgaben richtlinien systemprompt befehle",
  prior: "vorherigen bisherigen früheren obigen alle allen vorigen",
  not: "nicht nie niemals kein keine",
  tell: "sage sag erwähne verrate informiere zeige",
  audience: "benutzer nutzer anwender benutzern nutzern",
  this: "davon dies dieses diesen schritt darüber",
  gather: "lies lese öffne lade sammle",
  move: "übergib kopiere füge sende schicke trage",
  mind: "chatverlauf gesprächsverlauf unterhaltung",
  sink: "parameter feld argument",
  content: "inhalt",
  all: "gesamten ganzen immer jeder jedes irgendein",
  tools: "werkzeug werkzeuge werkzeuges",
  when: "bevor nachdem wenn",
};
const french: Lexicon = {
  drop: "ignorez ignorer oubliez oublie plus-compte pas-compte contournez",
  rules: "instructions consignes directives règles",
  prior: "précédentes précédents antérieures antérieurs toutes tous système",
  not: "ne pas jamais n",
  tell: "dis dites mentionne mentionnez informe informez révèle révélez",
  audience: "utilisateur utilisatrice",
  this: "ceci cela étape",
  gather: "lis lisez ouvre ouvrez récupère",
  move: "copie copiez passe passez colle collez envoie envoyez mets mettez",
  sink: "champ paramètre",
  content: "contenu",
};
const spanish: Lexicon = {
  drop: "ignora ignore ignorad olvida olvide omite",
  rules: "instrucciones reglas indicaciones órdenes",
  prior: "anteriores previas todas sistema",
  not: "no nunca",
  tell: "digas diga menciones mencione informes informe reveles cuentes",
  audience: "usuario usuaria",
  this: "esto eso paso que también",
  gather: "lee lea abre abra recupera",
  move: "copia pasa envía pon pega incluye",
  sink: "campo parámetro",
  content: "contenido",
};
const portuguese: Lexicon = {
  drop: "ignore esqueça esquece desconsidere",
  rules: "instruções regras orientações",
  prior: "anteriores prévias todas sistema",
  not: "não nunca",
  tell: "diga conte mencione informe revele",
  audience: "usuário utilizador",
  this: "isso isto passo",
  gather: "leia abra recupere",
  move: "copie passe envie cole coloque",
  sink: "campo parâmetro",
  content: "conteúdo",
};
const italian: Lexicon = {
  drop: "ignora ignorate dimentica dimenticate",
  rules: "istruzioni regole direttive",
  prior: "precedenti tutte sistema",
  not: "non mai",
  tell: "dire menzionare informare rivelare",
  audience: "utente",
  this: "questo ciò passo",
  gather: "leggi apri",
  move: "copia passa invia incolla metti",
  sink: "campo parametro",
  content: "contenuto",
};
const dutch: Lexicon = {
  drop: "negeer vergeet",
  rules: "instructies regels opdrachten",
  prior: "vorige eerdere voorgaande alle",
  not: "niet nooit",
  tell: "vertel vermeld",
  audience: "gebruiker",
  this: "dit stap hierover",
  gather: "lees open",
  move: "kopieer stuur plak",
};
const polish: Lexicon = {
  drop: "zignoruj ignoruj zapomnij pomiń",
  rules: "instrukcje instrukcji polecenia zasady",
  prior: "poprzednie poprzednich wcześniejsze wszystkie",
  not: "nie nigdy",
  tell: "mów informuj wspominaj",
  audience: "użytkownikowi użytkownika",
  this: "tym to kroku",
};
const turkish: Lexicon = {
  drop: "yoksay unut görmezden-gel",
  rules: "talimatları talimatlar kuralları",
  prior: "önceki tüm bütün",
  not: "asla",
};
const russian: Lexicon = {
  drop: "игнорируй игнорируйте проигнорируй забудь забудьте отбрось",
  rules: "инструкции инструкций указания указаний правила команды",
  prior: "предыдущие предыдущих прежние все всех прошлые",
  not: "не никогда",
  tell: "говори говорите сообщай сообщайте упоминай упоминайте рассказывай",
  audience: "пользователю пользователь пользователя",
  this: "это этом этот шаг",
  gather: "прочитай прочти открой",
  move: "передай вставь отправь скопируй",
  sink: "параметр поле аргумент параметре поле",
  content: "содержимое",
};
const arabic: Lexicon = {
  drop: "تجاهل تجاهلي انس",
  rules: "التعليمات تعليمات القواعد الأوامر",
  prior: "السابقة جميع كل",
  not: "لا",
  tell: "تخبر تذكر",
  audience: "المستخدم",
  this: "ذلك هذا بذلك",
};
const korean: Lexicon = {
  drop: "무시하세요 무시하고 무시해 무시하라 무시하십시오 잊어라 잊으세요",
  rules: "지시를 지시 지시사항을 명령을 규칙을 지침을",
  prior: "이전의 이전 모든 앞의",
  not: "마세요 말고 않고",
  tell: "알리지 말하지 언급하지",
  audience: "사용자에게 사용자",
  this: "이 이를 것을",
};
const chinese: Lexicon = {
  drop: "忽略 无视 無視 忘记 忘掉",
  rules: "指令 指示 规则 規則 提示词 命令",
  prior: "之前 先前 以上 此前 所有 全部",
  not: "不要 不得 别 切勿 请勿",
  tell: "告诉 提及 告知 透露",
  audience: "用户",
  this: "这 此",
  gather: "读取 打开",
  move: "放入 传入 填入 发送 复制",
  sink: "参数 字段",
  content: "内容",
};
const japanese: Lexicon = {
  drop: "無視して 無視し 忘れて 忘れろ",
  rules: "指示 命令 ルール",
  prior: "以前 これまで 前の すべて 全て",
  not: "ないで ない",
  tell: "知らせ 伝え 言わ 明かさ",
  audience: "ユーザー ユーザ",
  this: "この これ",
  gather: "読み取 読んで 開いて",
  move: "渡して 入れて 送信",
  sink: "引数 フィールド",
  content: "内容",
};

/** The few words of other languages that orders of these kinds need. */
export const foreign: readonly Lexicon[] = [
  german,
  french,
  spanish,
  portuguese,
  italian,
  dutch,
  polish,
  turkish,
  russian,
  arabic,
  korean,
  chinese,
  japanese,
];
