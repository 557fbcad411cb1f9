import type { Act } from "./acts.ts";
import type { Sentence } from "./text.ts";
import { verbs } from "./verbs.ts";
import { wordOf, type Word } from "./words.ts";

/** One line for each English verb: the forms that open a description in other languages, in no order. */
const table = `
delete: eliminar elimina borrar borra suprimir supprimer supprime effacer löscht löschen löscht entfernen entfernt excluir exclui apagar apaga eliminare usunąć usuwa удалить удаляет удалите verwijderen verwijdert sil siler 删除 刪除 移除 清空 削除 삭제
cancel: annuler annule storniert stornieren отменить отменяет 取消 취소
create: crear crea créer crée creer erstellen erstellt anlegen criar cria creare utworzyć tworzy создать создает создаёт создайте aanmaken oluştur oluşturur 创建 新建 建立 添加 新增 作成 追加 생성 추가
update: actualizar actualiza modificar modifica mettre modifier modifie aktualisieren aktualisiert ändern ändert atualizar atualiza aggiornare aggiorna обновить обновляет изменить изменяет bijwerken güncelle günceller 更新 修改 编辑 編集 変更 수정 업데이트
save: guardar guarda enregistrer enregistre sauvegarder sauvegarde speichern speichert salvar salva сохранить сохраняет kaydet 保存 写入 저장
send: enviar envía envia envoyer envoie senden sendet inviare invia отправить отправляет versturen gönder 发送 發送 送信 보내기 전송
publish: publicar publica publier publie veröffentlichen veröffentlicht опубликовать 发布 發佈 公開 게시
execute: ejecutar ejecuta exécuter exécute executer ausführen executar executa eseguire esegue выполнить выполняет uitvoeren çalıştır 执行 執行 运行 実行 실행
deploy: desplegar despliega déployer déploie bereitstellen 部署 デプロイ 배포
start: iniciar inicia démarrer démarre starten startet avviare запустить запускает 启动 開始 시작
stop: detener detiene arrêter arrête stoppen stoppt остановить останавливает 停止 중지
install: instalar instala installer installieren installiert установить 安装 インストール 설치
pay: pagar payer zahlen bezahlen оплатить 支付 付款 決済 결제
buy: comprar compra acheter achète kaufen kauft купить 购买 買入 下单 購入 구매
upload: subir sube téléverser hochladen загрузить 上传 上傳 アップロード 업로드
get: obtener obtiene obtén consultar consulta recuperar recupera mostrar muestra obtenir obtient récupérer récupère afficher affiche abrufen ruft zeigt anzeigen liest lesen holt obter obtém ottenere ottiene pobrać pobiera получить получает показать показывает ophalen haalt getir 获取 獲取 查询 查詢 查看 读取 讀取 检查 显示 取得 表示 조회 가져오기
list: listar enumerar lister auflisten listet elencare wyświetla список 列出 一覧 목록
search: buscar busca rechercher recherche chercher suchen sucht durchsucht pesquisar pesquisa cercare cerca wyszukuje поиск искать ищет zoeken zoekt ara 搜索 搜尋 查找 検索 검색
analyze: analizar analiza analyser analysieren analysiert analisar analisa анализирует 分析 분석
calculate: calcular calcula calculer berechnen berechnet вычислить 计算 計算 계산
convert: convertir convierte umwandeln konvertiert 转换 轉換 変換 변환
`;

const spoken = new Map<string, string>();
/** Forms of scripts that set no spaces, looked for inside a run of letters. */
const written: [string, string][] = [];
for (const line of table.split("\n")) {
  const [lemma = "", forms = ""] = line.split(": ");
  for (const form of forms.split(" ").filter(Boolean)) {
    if (/[\u3040-\u9fff\uac00-\ud7a3]/.test(form)) written.push([form, lemma]);
    else if (!verbs.has(form)) spoken.set(form, lemma);
  }
}

/** The act that opens a sentence in another language than English; absent when none of its usual verbs is met. */
export function foreignAct({ words }: Sentence): Act | undefined {
  for (const [i, word] of words.slice(0, 4).entries()) {
    const lemma = spoken.get(word.text);
    const found = lemma ? { lemma, verb: word } : spacelessVerb(word);
    const verb = found && verbs.get(found.lemma);
    if (!found || !verb) continue;
    const object = words.slice(i + 1, i + 11);
    return {
      lemma: verb.lemma,
      kind: verb.kind,
      witness: "description",
      verb: found.verb,
      object,
      head: object.length,
      inflected: false,
      doubtful: false,
    };
  }
  return undefined;
}

/** The earliest verb inside a run of letters without spaces; `execute` only where it is the only one (`执行计算`). */
function spacelessVerb(word: Word): { lemma: string; verb: Word } | undefined {
  if (word.text.charCodeAt(0) < 0x3040) return undefined;
  let best: { lemma: string; at: number; form: string } | undefined;
  const text = word.text.slice(0, 60);
  for (const [form, lemma] of written) {
    const at = text.indexOf(form);
    const sooner = !best || at < best.at;
    if (at >= 0 && (best?.lemma === "execute" || (sooner && !(best && lemma === "execute"))))
      best = { lemma, at, form };
  }
  if (!best) return undefined;
  const start = word.start + best.at;
  return {
    lemma: best.lemma,
    verb: wordOf(best.form, start, start + best.form.length),
  };
}
