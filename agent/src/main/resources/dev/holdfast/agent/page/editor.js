// Where an expression is written: colours, completion, the past, and the mark of an error.

import { contextAt } from './context.js';
import { el, setText } from './dom.js';
import { highlighted } from './highlight.js';
import { past } from './past.js';
import { suggestionsFor } from './suggestions.js';

const PAUSE_MS = 60;

/** A text area over a coloured copy of its text; a list of suggestions under the cursor. */
export class Editor {
    /** @param onRun is called with the expression when somebody wants its answer */
    constructor(onRun) {
        this.onRun = onRun;
        this.suggestions = [];
        this.at = -1;
        this.back = -1;
        this.errorAt = -1;
        this.asked = 0;
        this.text = el('textarea', {
            id: 'expr', rows: 1, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', 'aria-label': 'PromQL expression',
            'aria-autocomplete': 'list', 'aria-controls': 'suggestions', 'aria-describedby': 'query-error', 'aria-keyshortcuts': '/',
            placeholder: 'A PromQL expression, like rate(node_cpu_seconds_total[1m])',
        });
        this.copy = el('pre', { class: 'copy', 'aria-hidden': 'true' });
        this.list = el('ul', { class: 'suggestions', id: 'suggestions', role: 'listbox', 'aria-label': 'Suggestions', hidden: true });
        this.said = el('span', { class: 'hidden-label', role: 'status' });
        this.element = el('div', { class: 'editor' }, this.copy, this.text, this.list, this.said);
        this.text.addEventListener('input', () => this.written());
        this.text.addEventListener('keydown', (event) => this.key(event));
        this.text.addEventListener('blur', () => this.close());
        this.text.addEventListener('click', () => this.close());
        this.text.addEventListener('scroll', () => {
            this.copy.scrollTop = this.text.scrollTop;
        });
        this.paint();
    }

    get value() {
        return this.text.value;
    }

    set value(expr) {
        if (expr !== this.text.value) {
            this.text.value = expr;
            this.close();
            this.mark(-1);
        }
    }

    focus() {
        this.text.focus();
        this.text.select();
    }

    /** Marks the place of an error, or none with -1. */
    mark(index) {
        this.errorAt = index;
        this.text.setAttribute('aria-invalid', String(index >= 0));
        this.paint();
    }

    paint() {
        this.copy.replaceChildren(...highlighted(this.text.value, this.errorAt));
        this.text.style.height = 'auto';
        this.text.style.height = `${this.copy.offsetHeight}px`;
    }

    written() {
        this.back = -1;
        this.mark(-1);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.suggest(false), PAUSE_MS);
    }

    async suggest(wanted) {
        const cursor = this.text.selectionStart;
        const context = contextAt(this.text.value, cursor);
        if (!wanted && context.kind === 'name' && context.prefix === '') {
            this.close();
            return;
        }
        const asked = ++this.asked;
        const found = await suggestionsFor(context);
        if (asked !== this.asked || cursor !== this.text.selectionStart || document.activeElement !== this.text) {
            return;
        }
        const same = found.length === 1 && found[0].text === context.prefix;
        this.context = context;
        this.open(same ? [] : found);
    }

    open(suggestions) {
        this.suggestions = suggestions;
        if (suggestions.length === 0) {
            this.close();
            return;
        }
        this.list.replaceChildren(...suggestions.map((one, i) => el('li', {
            id: `suggestion-${i}`,
            role: 'option',
            'aria-selected': 'false',
            // Before the text area loses the focus and closes the list.
            onpointerdown: (event) => {
                event.preventDefault();
                this.at = i;
                this.take();
            },
        }, el('span', { class: `kind k-${one.kind}`, title: one.kind, 'aria-hidden': 'true' }, one.kind[0]),
        el('span', { class: 'mono' }, one.text, one.signature ? el('span', { class: 'muted' }, one.signature) : null),
        el('span', { class: 'note' }, one.note))));
        this.list.hidden = false;
        this.place();
        setText(this.said, `${suggestions.length} ${suggestions.length === 1 ? 'suggestion' : 'suggestions'}`);
        this.select(0);
    }

    /** Puts the list under what is being completed. */
    place() {
        const box = this.element.getBoundingClientRect();
        const range = document.createRange();
        let rest = this.context.from;
        const walker = document.createTreeWalker(this.copy, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (rest <= node.length) {
                range.setStart(node, rest);
                range.setEnd(node, rest);
                break;
            }
            rest -= node.length;
        }
        const caret = range.getBoundingClientRect();
        const width = Math.min(560, box.width);
        this.list.style.width = `${width}px`;
        this.list.style.left = `${Math.max(0, Math.min((caret.left || box.left) - box.left - 30, box.width - width))}px`;
        this.list.style.top = `${(caret.bottom || box.bottom) - box.top + 4}px`;
    }

    select(index) {
        const { children } = this.list;
        children[this.at]?.setAttribute('aria-selected', 'false');
        this.at = index;
        children[index]?.setAttribute('aria-selected', 'true');
        children[index]?.scrollIntoView({ block: 'nearest' });
        this.text.setAttribute('aria-activedescendant', `suggestion-${index}`);
    }

    close() {
        clearTimeout(this.timer);
        this.asked++;
        this.list.hidden = true;
        this.at = -1;
        this.text.removeAttribute('aria-activedescendant');
    }

    take() {
        const one = this.suggestions[this.at];
        const { from } = this.context;
        const cursor = this.text.selectionStart;
        const after = this.text.value.slice(cursor);
        // What already stands behind the cursor is not written twice.
        const rest = one.insert.endsWith('(') && after.startsWith('(') ? 1 : /["'`]$/.test(one.insert) && after.startsWith(one.insert.slice(-1)) ? 1 : 0;
        this.text.setRangeText(one.insert, from, cursor + rest, 'end');
        this.close();
        this.written();
    }

    key(event) {
        const isOpen = !this.list.hidden;
        const last = this.suggestions.length - 1;
        if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            if (isOpen && this.suggestions[this.at].text !== this.context.prefix && !event.ctrlKey) {
                this.take();
            } else {
                this.close();
                this.onRun(this.text.value.trim());
            }
        } else if (event.key === 'Tab' && isOpen && !event.shiftKey) {
            event.preventDefault();
            this.take();
        } else if (event.key === 'Escape') {
            if (isOpen) {
                event.preventDefault();
                this.close();
            } else {
                this.text.blur();
            }
        } else if (event.key === ' ' && event.ctrlKey) {
            event.preventDefault();
            this.suggest(true);
        } else if (event.altKey && ['ArrowUp', 'ArrowDown'].includes(event.key)) {
            event.preventDefault();
            this.goBack(event.key === 'ArrowUp' ? 1 : -1);
        } else if (isOpen && ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'].includes(event.key)) {
            event.preventDefault();
            const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -8, PageDown: 8 }[event.key];
            this.select(Math.abs(by) === 1 ? (this.at + by + last + 1) % (last + 1) : Math.max(0, Math.min(last, this.at + by)));
        }
    }

    goBack(by) {
        const known = past();
        if (known.length > 0) {
            this.back = Math.max(0, Math.min(known.length - 1, this.back + by));
            this.value = known[this.back].expr;
            this.close();
        }
    }
}
