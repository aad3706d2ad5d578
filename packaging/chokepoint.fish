# Completion for fish: subcommands, options and their values as the program itself lists them, each with what it does.
function __chokepoint_help
    set -l words (commandline -opc)
    set -l path
    set -l help ($words[1] --help 2>/dev/null)
    for word in $words[2..-1]
        printf '%s\n' $help | sed -n '/^Subcommands/,$p' | grep -qE -- "^  $word( |\$)"; or continue
        set -a path $word
        set help ($words[1] $path --help 2>/dev/null)
    end
    printf '%s\n' $help
end

function __chokepoint_subcommands
    __chokepoint_help | sed -nE '/^Subcommands/,$s/^  ([a-z-]+) +(.*)/\1\t\2/p'
end

function __chokepoint_options
    __chokepoint_help | sed -nE 's/^  (-[a-z],)?(--[a-z-]+)[^ ]*( [A-Z]+[^ ]*)?( \.\.\.)? *(.*)/\2\t\5/p'
end

function __chokepoint_values
    set -l words (commandline -opc)
    string match -q -- '--*' $words[-1]; or return 1
    __chokepoint_help | sed -nE "s/^ +.*$words[-1] [A-Z]+:\{([^}]*)\}.*/\1/p" | string split ,
end

complete -c chokepoint -n 'count (__chokepoint_values) >/dev/null' -f -a '(__chokepoint_values)'
complete -c chokepoint -n 'not count (__chokepoint_values) >/dev/null; and count (__chokepoint_subcommands) >/dev/null' -f -a '(__chokepoint_subcommands)'
complete -c chokepoint -n 'string match -q -- "-*" (commandline -ct)' -f -a '(__chokepoint_options)'
