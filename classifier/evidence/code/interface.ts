import { speaksOf, type Deed } from "./reach.ts";

const browser =
  /page|browser|locator|element|frame|playwright|puppeteer|driver|selenium|keyboard|mouse|webdriver|pyautogui|tab/;
const touch =
  /^(?:click|dblclick|tap|fill|press|type|dragAndDrop|drag_and_drop|dragTo|selectOption|select_option|setInputFiles|set_input_files|check|uncheck|send_keys|sendKeys|typewrite|hotkey|insertText|doubleClick|rightClick|keyDown|keyUp)$/;

/** A live browser or desktop that is worked. */
export default {
  id: "interface",
  read(seen) {
    if (!touch.test(seen.last) || !speaksOf(seen, browser)) return undefined;
    return { category: "Execute", shows: "works a live interface", weak: true };
  },
} satisfies Deed;
