// PromQL in colours. It need not understand an expression: the server does, and says what is wrong with it.

import { el } from './dom.js';
import { AGGREGATIONS, FUNCTIONS, KEYWORDS } from './functions.js';

const TOKENS = /(?<comment>#[^\n]*)|(?<string>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`[^`]*`?)|(?<duration>\b(?:\d+(?:ms|[smhdwy]))+\b)|(?<number>\b(?:0x[\da-f]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?)\b)|(?<name>[a-zA-Z_:][\w:]*)|(?<sign>[-+*/%^=!<>~@]+)|(?<open>[({[])|(?<close>[)}\]])/gi;

/** Tokens of a text: {kind, text, from}. What is between them is space. */
export function tokens(text) {
    const found = [];
    const open = [];
    for (const match of text.matchAll(TOKENS)) {
        let kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
        if (kind === 'open') {
            open.push(match[0]);
        } else if (kind === 'close') {
            open.pop();
        } else if (kind === 'name') {
            kind = kindOfName(match[0], text.slice(match.index + match[0].length), open);
        }
        found.push({ kind, text: match[0], from: match.index });
    }
    return found;
}

function kindOfName(name, after, open) {
    if (open[open.length - 1] === '{') {
        return 'label';
    }
    if (Object.hasOwn(KEYWORDS, name.toLowerCase())) {
        return 'keyword';
    }
    if (/^\s*(\(|(by|without)\b)/.test(after) && (Object.hasOwn(FUNCTIONS, name) || Object.hasOwn(AGGREGATIONS, name.toLowerCase()))) {
        return 'function';
    }
    return /^(nan|inf)$/i.test(name) ? 'number' : 'metric';
}

/** The text as elements, with the place of an error marked: an index, or -1. */
export function highlighted(text, errorAt = -1) {
    const parts = [];
    let at = 0;
    for (const token of tokens(text)) {
        parts.push(text.slice(at, token.from), piece(token, errorAt));
        at = token.from + token.text.length;
    }
    parts.push(text.slice(at));
    if (errorAt >= text.length) {
        parts.push(el('span', { class: 'wrong' }, ' '));
    }
    // A last line that is empty has no height otherwise.
    parts.push('\u200b');
    return parts;
}

function piece(token, errorAt) {
    const wrong = errorAt >= token.from && errorAt < token.from + token.text.length;
    return el('span', { class: `t-${token.kind}${wrong ? ' wrong' : ''}` }, token.text);
}
