import { speaksOf, type Deed } from "./reach.ts";

const mail =
  /^(?:send_?mail|send_?email|send_?raw_?email|send_message|sendmessage|send_?sms|sendmail|reply_text|postmessage|postephemeral|chat_postmessage|sendphoto|senddocument|send_?text)$/i;
const channel =
  /slack|discord|telegram|bot|gmail|smtp|mail|ses|sns|twilio|sendgrid|resend|postmark|nodemailer|transporter|whatsapp|chat|messages|teams|line|imap|graph|users/;

/** A message that reaches people. */
export default {
  id: "messages",
  read(seen) {
    const { last, before } = seen;
    const isMail =
      mail.test(last) && (speaksOf(seen, channel) || /mail|sms|postmessage/i.test(last));
    const isSent =
      /^(?:send|create)$/.test(last) &&
      /^(?:messages?|emails?|mail|sms|transporter)$/.test(before.at(-1) ?? "") &&
      !/anthropic|openai|threads/.test(`${seen.origin} ${before.join(" ")}`);
    return isMail || isSent
      ? { category: "Write", shows: "sends a message", facets: ["reach-people", "egress"] }
      : undefined;
  },
} satisfies Deed;
