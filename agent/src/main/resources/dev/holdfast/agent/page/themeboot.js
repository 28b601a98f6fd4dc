// Not a module and not deferred: the theme must be known before the first paint, else a dark page flashes white.
{
    let chosen = null;
    try {
        chosen = localStorage.getItem('holdfast.theme');
    } catch (refused) {
        // No storage, no memory of the choice: the system's theme holds.
    }
    const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}
