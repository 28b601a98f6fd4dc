package dev.holdfast.storage.testing;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Objects that do what another does, and are watched or changed at each call. */
public final class Proxies {
    private Proxies() {}

    /** What is done in the place of a call. */
    public interface Watch {
        /** The result; {@code call} makes the call with the arguments as they are then. */
        Object called(String method, Object[] arguments, Call call) throws IOException;
    }

    /** The call itself. */
    public interface Call {
        Object run() throws IOException;
    }

    /** A view of an object through an interface. */
    public static <T> T watching(Class<T> type, T target, Watch watch) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    return watch.called(method.getName(), arguments, () -> {
                        try {
                            return method.invoke(target, arguments);
                        } catch (InvocationTargetException e) {
                            if (e.getCause() instanceof IOException io) {
                                throw io;
                            }
                            throw new IllegalStateException(e.getCause());
                        } catch (IllegalAccessException e) {
                            throw new IllegalStateException(e);
                        }
                    });
                }));
    }
}
