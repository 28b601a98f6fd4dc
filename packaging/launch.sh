# shellcheck shell=sh
# How Java is started for Holdfast: flags, native libraries, class archives. The one place of all that, for the launcher of a
# package, the launcher of a checkout, and what makes class archives; they source it, and it does nothing by itself.
#
# A "home" is a folder with lib/ (the jars) and build-id, and beside them, where they are: native/<machine>/ (libraries),
# classes/ (the lists that class archives are made from), cds/ (class archives, named by the build id; and made-for, which says
# of what).

# One collector thread, the first compiler only, small young generation: what measured least memory for the agent.
# Java's own messages go to standard error, since standard output is the program's.
common_flags="-XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto -Xlog:disable -Xlog:all=error:stderr"
# The agent's class archive stays at the address that it was made for, where it can: moved to a random one, as is the default, all
# of its pages are written to, and 15 MB are the process's own for ever instead of the page cache's.
daemon_flags="$common_flags -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -Xms4m -Xmx48m -Xmn2m -Xss256k -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=8m
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

# Prints what a Java runs as, by the names of "uname -m". It need not be what the kernel is: 32-bit systems run on 64-bit kernels.
print_machine() {
    machine=
    if [ -r "$1/release" ]; then
        while IFS= read -r line; do
            case $line in
            'OS_ARCH="'*)
                machine=${line#*\"}
                machine=${machine%\"*}
                ;;
            esac
        done <"$1/release"
    fi
    case $machine in
    amd64) echo x86_64 ;;
    arm) echo armv7l ;;
    '') uname -m ;;
    *) printf '%s\n' "$machine" ;;
    esac
}

# Sets native to the folder of the libraries for a Java: find_native HOME JAVA_HOME; empty where there is none. Without them
# Snappy's would be written to /tmp at every start, which takes 20 ms and fails where nothing in /tmp may be run.
find_native() {
    native=
    for folder in "$1"/native/*; do
        if [ -n "$native" ]; then
            native=$1/native/$(print_machine "$2")
            break
        fi
        native=$folder
    done
    [ -d "$native" ] || native=
}

# What a class archive depends on beside Java: the place, and the bytes of the program's own jars. Java looks at the size and
# the time of each jar only, and packages give all of theirs one time; other jars have their version in their name.
print_made_for() {
    printf '%s\n' "$1"
    cksum "$1"/lib/holdfast-*.jar
}

# Sets build, and archive to the class archive of a kind where there is one that fits; archives says why there is none: it is
# "missing", or was made "elsewhere", or of other jars: "stale".
find_archive() {
    archive=
    archives=missing
    IFS= read -r build <"$1/build-id"
    [ -r "$1/cds/$2-$build.jsa" ] && [ -r "$1/cds/made-for" ] || return 0
    made_for=
    archives=elsewhere
    while IFS= read -r line; do
        [ "$line" != "$1" ] || archives=stale
        made_for="$made_for${made_for:+
}$line"
    done <"$1/cds/made-for"
    if [ "$archives" = stale ] && [ "$(print_made_for "$1")" = "$made_for" ]; then
        archives=fit
        archive=$1/cds/$2-$build.jsa
    fi
}

# Replaces the shell by Java: launch HOME JAVA_HOME VERB ARGUMENT..., after find_archive.
launch() {
    home=$1
    java=$2/bin/java
    find_native "$home" "$2"
    shift 2
    find_jar "$home"
    choose_flags "${1:-}"
    # In front of what is there already, the last first; a path may have spaces.
    set -- "-Dholdfast.build=$build" -jar "$jar" "$@"
    [ -z "$archive" ] || set -- "-XX:SharedArchiveFile=$archive" "$@"
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

# Makes both class archives of HOME from its lists, each whole or not at all: make_archives HOME JAVA_HOME. What Java says is
# shown where it fails.
make_archives() {
    IFS= read -r build <"$1/build-id"
    find_jar "$1"
    mkdir -p "$1/cds"
    # Gone first: an archive without it is not used.
    rm -f "$1/cds/made-for"
    for list in "$1"/classes/*.classes; do
        kind=${list##*/}
        kind=${kind%.classes}
        choose_flags "$kind"
        new=$1/cds/$kind.$$
        # shellcheck disable=SC2086 # lists of flags
        if ! said=$("$2/bin/java" $flags -Xshare:dump "-XX:SharedClassListFile=$list" "-XX:SharedArchiveFile=$new" \
            -cp "$jar" 2>&1 </dev/null) || [ ! -f "$new" ]; then
            rm -f "$new"
            say "no class archive could be made in $1/cds, so starts are slower:"
            printf '%s\n' "$said" | tail -n 20 >&2
            return 1
        fi
        chmod 644 "$new"
        mv -f "$new" "$1/cds/$kind-$build.jsa"
    done
    print_made_for "$1" >"$1/cds/made-for.$$"
    chmod 644 "$1/cds/made-for.$$"
    mv -f "$1/cds/made-for.$$" "$1/cds/made-for"
    # Those of earlier versions, and what a killed dump left. Who runs with one has it mapped still.
    for old in "$1"/cds/*; do
        case ${old##*/} in
        made-for | lock | *-"$build".jsa) ;;
        *) rm -f "$old" ;;
        esac
    done
}

# A hash over what a class archive depends on: the jars in order, and the Java of this home.
print_build_id() {
    {
        (LC_ALL=C && export LC_ALL && cd "$1" && sha256sum lib/*.jar)
        if [ -n "${2:-}" ]; then
            cat "$2/release"
            (cd "$2/lib" && sha256sum modules server/libjvm.so)
        fi
    } | sha256sum | cut -c1-16
}

# Takes Snappy's library for a machine, by "uname -m", out of its jar into a folder: unpack_snappy HOME JDK_HOME MACHINE FOLDER.
unpack_snappy() {
    case $3 in
    armv7l) machine=armv7 ;; # Snappy's name
    *) machine=$3 ;;
    esac
    library=org/xerial/snappy/native/Linux/$machine/libsnappyjava.so
    mkdir -p "$4"
    (cd "$4" && "$2/bin/jar" xf "$1"/lib/snappy-java-*.jar "$library" && mv "$library" . && rm -rf org)
}
