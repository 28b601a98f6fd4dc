// What is wrong with an expression, and where: from the words of the server.

/** An error's text with the index in the expression that it points to, or -1: { words, index, line, column }. */
export function problemOf(message, expr) {
    const words = message.replace(/^invalid parameter "?query"?: /, '');
    const place = words.match(/\b(\d+):(\d+): /);
    if (!place) {
        return { words, index: -1 };
    }
    const [line, column] = [Number(place[1]), Number(place[2])];
    const lines = expr.split('\n');
    const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
    return { words, index: Math.min(before + column - 1, expr.length), line, column };
}

/** The line of the place with a caret under it, for those who do not see the mark in the editor. */
export function pointed({ line, column }, expr) {
    const text = expr.split('\n')[line - 1] ?? '';
    const from = Math.max(0, column - 61);
    return `${from > 0 ? '…' : ''}${text.slice(from, from + 100)}\n${' '.repeat(column - 1 - from + (from > 0 ? 1 : 0))}^`;
}
