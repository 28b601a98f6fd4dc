# shellcheck shell=sh
# How Java is started for Holdfast: flags, native libraries, class archives. The one place of all that, for the launcher of a
# package, the launcher of a checkout, and what makes class archives; they source it, and it does nothing by itself.
#
# A "home" is a folder with lib/ (the jars), and beside it, where they are: native/<machine>/ (libraries), cds/ (class
# archives), build-id, java-id.

# One collector thread, the first compiler only, small young generation: what measured least memory for the agent.
# Java's own messages go to standard error, since standard output is the program's.
common_flags="-XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Xlog:disable -Xlog:all=error:stderr"
daemon_flags="$common_flags -Xms4m -Xmx48m -Xmn2m -Xss256k -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=8m
    -XX:+ExitOnOutOfMemoryError -Dsun.net.http.retryPost=false -Dhttp.KeepAlive.remainingData=0
    -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow" # the last is known from Java 23 on
cli_flags="$common_flags -Xms16m -Xmx512m -XX:TieredStopAtLevel=1"
# Minutes of work are worth the second compiler; so are questions that come all day.
long_flags="$common_flags -Xms32m -Xmx512m"

say() {
    printf 'holdfast: %s\n' "$*" >&2
}

# Is there a Java of version 17 or newer in this home? Read from its release file: starting it would cost 100 ms.
is_new_enough() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
        'JAVA_VERSION="'*)
            version=${line#'JAVA_VERSION="'}
            version=${version%%[!0-9]*}
            [ "${version:-0}" -ge 17 ]
            return
            ;;
        esac
    done <"$1/release"
    return 1
}

# Prints the home of a Java that is new enough and has a program in bin/, java or javac; nothing when there is none.
find_java() {
    on_path=$(command -v java || true)
    for java_home in "${JAVA_HOME:-}" "${on_path:+$(dirname "$(dirname "$(readlink -f "$on_path")")")}" /usr/lib/jvm/*; do
        if [ -n "$java_home" ] && [ -x "$java_home/bin/$1" ] && is_new_enough "$java_home"; then
            printf '%s\n' "$java_home"
            return
        fi
    done
}

# Sets jar: the one that names the others in its manifest, and the packages of Java that it wants open. Everything is started
# with it alone, since the same said by flags would cost every start the archived module graph of Java.
find_jar() {
    for jar in "$1"/lib/holdfast-agent-*.jar; do
        [ ! -f "$jar" ] || return 0
    done
    say "there is no program in $1/lib: install it again"
    exit 69
}

# Sets kind (the class archive) and flags for a verb.
choose_flags() {
    kind=cli
    case $1 in
    run)
        kind=run
        flags=$daemon_flags
        ;;
    import | export | verify | compact | serve) flags=$long_flags ;;
    *) flags=$cli_flags ;;
    esac
}

# Sets native to the folder of this machine's libraries; empty where there is none. Without them Snappy's would be written to
# /tmp at every start, which takes 20 ms and fails where nothing in /tmp may be run.
find_native() {
    native=
    for folder in "$1"/native/*; do
        if [ -n "$native" ]; then
            native=$1/native/$(uname -m)
            break
        fi
        native=$folder
    done
    [ -d "$native" ] || native=
}

# Replaces the shell by Java: launch HOME JAVA_HOME VERB ARGUMENT...
launch() {
    home=$1
    java=$2/bin/java
    shift 2
    find_jar "$home"
    find_native "$home"
    choose_flags "${1:-}"
    # In front of what is there already, the last first; a path may have spaces.
    set -- -jar "$jar" "$@"
    if [ -r "$home/build-id" ]; then
        IFS= read -r build <"$home/build-id"
        archive=$home/cds/$kind-$build.jsa
        [ ! -r "$archive" ] || set -- "-XX:SharedArchiveFile=$archive" "$@"
        set -- "-Dholdfast.build=$build" "$@"
    fi
    if [ -n "$native" ]; then
        set -- "-Dholdfast.native=$native" "-Dorg.xerial.snappy.lib.path=$native" \
            -Dorg.xerial.snappy.lib.name=libsnappyjava.so "$@"
    fi
    if [ "$kind" = run ]; then
        # One arena for malloc: threads are few, and each arena costs resident memory.
        MALLOC_ARENA_MAX=1
        export MALLOC_ARENA_MAX
    fi
    # shellcheck disable=SC2086 # lists of flags
    exec "$java" $flags ${HOLDFAST_JAVA_OPTS:-} "$@"
}

# Makes a class archive, whole or not at all: dump_archive JAVA_HOME JAR KIND CLASSES ARCHIVE. Java writes to a name beside
# it. What Java says is shown where there is no archive in the end.
dump_archive() {
    choose_flags "$3"
    rm -f "$5.new"
    # shellcheck disable=SC2086 # lists of flags
    if said=$("$1/bin/java" $flags -Xshare:dump "-XX:SharedClassListFile=$4" "-XX:SharedArchiveFile=$5.new" \
        -cp "$2" 2>&1 </dev/null) && [ -f "$5.new" ]; then
        chmod 644 "$5.new"
        mv -f "$5.new" "$5"
    else
        rm -f "$5.new"
        say "no class archive $5:"
        printf '%s\n' "$said" | tail -n 20 >&2
        return 1
    fi
}
