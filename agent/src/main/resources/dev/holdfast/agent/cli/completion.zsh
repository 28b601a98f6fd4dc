#compdef holdfast
# zsh completion for holdfast: asks the program itself, which knows its options and the names in the data directory.
# Put it as _holdfast into a directory of $fpath, before compinit runs.

_holdfast() {
    local kind line word says current
    local -a before lines values shown
    before=("${(@Q)words[2,CURRENT-1]}")
    case $compstate[quote] in
    "'") current=$PREFIX ;;
    '"') current=${(Q):-\"$PREFIX\"} ;;
    *) current=${(Q)PREFIX} ;;
    esac
    lines=("${(@f)$(${(Q)words[1]} complete words "${before[@]}" "$current" 2>/dev/null)}")
    kind=$lines[1]
    shift lines
    case $kind in
    files)
        word=${lines[1]%%$'\t'*}
        [[ -z $word ]] || compset -P "${(b)word}"
        _files
        return
        ;;
    directories)
        word=${lines[1]%%$'\t'*}
        [[ -z $word ]] || compset -P "${(b)word}"
        _files -/
        return
        ;;
    esac
    for line in $lines; do
        word=${line%%$'\t'*}
        says=${line#*$'\t'}
        values+=("$word")
        shown+=("$word${says:+  -- $says}")
    done
    (( $#values )) || return 1
    if [[ $kind == pieces ]]; then
        compadd -S '' -l -d shown -- "${values[@]}"
    else
        compadd -l -d shown -- "${values[@]}"
    fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _holdfast "$@"
else
    compdef _holdfast holdfast
fi
