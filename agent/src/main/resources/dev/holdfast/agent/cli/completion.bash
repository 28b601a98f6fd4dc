# bash completion for holdfast: asks the program itself, which knows its options and the names in the data directory.
# In ~/.bashrc: eval "$(holdfast completion bash)"; packages put it into /usr/share/bash-completion/completions.

_holdfast() {
    local IFS=$'\n' answer kind line
    COMPREPLY=()
    answer=$("$1" complete bash "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null) || return 0
    kind=${answer%%$'\n'*}
    answer=${answer#"$kind"}
    case $kind in
    files | directories)
        local replaced=${answer#$'\n'}
        replaced=${replaced%%$'\t'*}
        compopt -o filenames 2>/dev/null
        if [ "$kind" = files ]; then
            COMPREPLY=($(compgen -f -- "$replaced"))
        else
            COMPREPLY=($(compgen -d -- "$replaced"))
        fi
        return 0
        ;;
    pieces)
        compopt -o nospace 2>/dev/null
        ;;
    esac
    for line in $answer; do
        COMPREPLY+=("${line%%$'\t'*}")
    done
}

complete -F _holdfast holdfast ./holdfast
