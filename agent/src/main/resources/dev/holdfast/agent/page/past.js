// The expressions that were run in this browser, the newest first.

import { recall, remember } from './storage.js';

const MOST = 50;

export const past = () => recall('past', []).filter((one) => typeof one?.expr === 'string');

/** Puts an expression in front; one that was there before moves. */
export function keep(expr) {
    remember('past', [{ expr, ms: Date.now() }, ...past().filter((one) => one.expr !== expr)].slice(0, MOST));
}

export const forget = () => remember('past', []);
