// What the browser remembers for this page. A browser that refuses to remember is no reason to fail.

export function recall(name, otherwise) {
    try {
        const text = localStorage.getItem(`holdfast.${name}`);
        return text === null ? otherwise : JSON.parse(text);
    } catch (refused) {
        return otherwise;
    }
}

export function remember(name, value) {
    try {
        localStorage.setItem(`holdfast.${name}`, JSON.stringify(value));
    } catch (refused) {
        // Full or forbidden: then it is forgotten at the next visit.
    }
}
