# fish completion for holdfast: asks the program itself, which knows its options and the names in the data directory.
# Put it as holdfast.fish into ~/.config/fish/completions; packages put it into /usr/share/fish/vendor_completions.d.

function __holdfast_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    # What is typed, as the program would get it: an open quote is closed before it is taken away.
    set -l open (string match -r '^["\']' -- $current)
    set current (string unescape -- "$current$open")
    set -l answer ($before[1] complete words $before[2..-1] "$current" 2>/dev/null)
    switch "$answer[1]"
        case files
            for path in (__fish_complete_path (string replace -r '^--[^=]*=' '' -- "$current"))
                printf '%s%s\n' (string match -r '^--[^=]*=' -- "$current"; or echo) $path
            end
        case directories
            __fish_complete_directories (string replace -r '^--[^=]*=' '' -- "$current")
        case pieces
            printf '%s\n' $answer[2..-1]
            # Behind the only choice fish would close the quote: with a second one it stops where they part.
            if test (count $answer) = 2 -a -n "$open"
                printf '%s \n' (string split -m1 \t -- $answer[2])[1]
            end
        case '*'
            printf '%s\n' $answer[2..-1]
    end
end

complete -c holdfast -f -a '(__holdfast_complete)'
