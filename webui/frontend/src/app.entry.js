// What every page runs. Everything works without it, too; it only saves reloads and lost input.
import './htmx.js';
import './typing.js';
import './drafts.js';
import './kept.js';
import './session.js';
import './focus.js';
import './demo.js';
import './tables.js';
import './tasks.js';
