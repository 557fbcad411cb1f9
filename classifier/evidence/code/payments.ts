import { speaksOf, type Deed } from "./reach.ts";

const provider =
  /stripe|razorpay|paypal|braintree|adyen|square|mollie|coinbase|plaid|wise|paystack|lemonsqueezy|paddle|gocardless|checkout/;
const moves =
  /^(?:refunds?|charges?|paymentintents?|payment_intents?|payouts?|transfers?|paymentlinks?|payment_links?|payments?|topups?|orders?|subscriptions?|checkout|sessions?)$/;
const acts =
  /^(?:create|capture|confirm|pay|finalize|finalizeinvoice|refund|approve|send|sendinvoice|voidinvoice)$/i;
const chain =
  /^(?:sendTransaction|sendRawTransaction|signTransaction|writeContract|send_raw_transaction|send_transaction|sendAndConfirmTransaction|signAndSendTransaction|signAndSubmit|broadcastTransaction|submitTransaction|signAndBroadcast|broadcastTx(?:Sync)?|sendUserOperation|sendSignedTransaction|writeContractAsync|broadcast_transaction|submit_transaction|transferSol|swapExactTokensForTokens)$/;
const trades =
  /^(?:place_?order|create_?order|submit_?order|create_?market_?order|create_?limit_?order|close_?position|close_?all_?positions)$/i;

const settles = /^(?:settle|capture|refund)_?payment$/i;
/** What campaigns spend from; a budget that only warns has no such name. */
const budgets = /^(?:campaign|ad_?group|ad_?set)_?budgets?$/;

/** Money that is moved through a payment provider, an exchange or a blockchain. */
export default {
  id: "payments",
  read(seen) {
    const { last, before } = seen;
    if (chain.test(last))
      return {
        category: "Financial",
        shows: "signs or sends a blockchain transaction",
        facets: ["money", "irreversible"],
      };
    if (settles.test(last))
      return { category: "Financial", shows: "settles a payment", facets: ["money"] };
    if (budgets.test(before.at(-1) ?? "") && /^(?:create|update|mutate|set)$/.test(last))
      return { category: "Financial", shows: "changes what advertising spends", facets: ["money"] };
    if (trades.test(last) && before.length > 0)
      return { category: "Financial", shows: "places an order", facets: ["money"], weak: true };
    if (!acts.test(last) || !moves.test(before.at(-1) ?? "") || !speaksOf(seen, provider))
      return undefined;
    return { category: "Financial", shows: "moves money through a payment API", facets: ["money"] };
  },
} satisfies Deed;
