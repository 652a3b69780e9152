// The queue: the list on the left, the chosen finding on the right, decisions by key. Without this file the page is
// plain links and forms.

import { find } from "../workspace/dom.js";
import { Choosing } from "./choosing.js";
import { Keys } from "./keys.js";
import { List } from "./list.js";
import { Panel } from "./panel.js";
import { Toasts } from "./toasts.js";

const data = JSON.parse(find("#queue-data").textContent);
const toasts = new Toasts(data.words);
const list = new List(data);
const panel = new Panel(data, list, toasts);
const choosing = new Choosing(data, list, panel, toasts);
list.start();
panel.start();
choosing.start();
new Keys(list, panel, choosing).start();
