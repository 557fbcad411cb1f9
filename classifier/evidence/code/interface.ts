import { speaksOf, type Deed } from "./reach.ts";

const browser =
  /page|browser|locator|element|frame|playwright|puppeteer|driver|selenium|keyboard|mouse|webdriver|pyautogui|tab|dialog|cdp/;
const touch =
  /^(?:click|dblclick|tap|fill|press|type|dragAndDrop|drag_and_drop|dragTo|drag_to|selectOption|select_option|setInputFiles|set_input_files|check|uncheck|send_keys|sendKeys|typewrite|hotkey|insertText|insert_text|doubleClick|rightClick|keyDown|keyUp|accept|dismiss)$/;
const steer =
  /^(?:goto|navigate|go_back|go_forward|goBack|goForward|reload|hover|wheel|scrollTo|scroll_into_view_if_needed|setViewportSize|set_viewport_size|new_page|newPage|bringToFront|bring_to_front|close)$/;
const evaluate =
  /^(?:evaluate|evaluate_handle|evaluateHandle|execute_script|executeScript|\$eval|\$\$eval)$/;

/** A live browser or desktop that is worked. */
export default {
  id: "interface",
  read(seen) {
    if (!speaksOf(seen, browser)) return undefined;
    if (touch.test(seen.last))
      return { category: "Execute", shows: "works a live interface", weak: true };
    if (evaluate.test(seen.last))
      return { category: "Execute", shows: "runs a script in a live page", weak: true };
    return steer.test(seen.last)
      ? { category: "Write", shows: "steers a browser", facets: ["scratch"], weak: true }
      : undefined;
  },
} satisfies Deed;
