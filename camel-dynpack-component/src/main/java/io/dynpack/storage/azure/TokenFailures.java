package io.dynpack.storage.azure;

import com.azure.core.exception.HttpResponseException;

/**
 * Why there was no token. Who uses a key or a signature has no azure-identity and nothing below it, so their types are told by
 * their names and are never loaded from here.
 */
final class TokenFailures {
    private static final String UNAVAILABLE = "com.azure.identity.CredentialUnavailableException";
    /** MSAL asks nobody for a while once an answer told it to wait. */
    private static final String THROTTLED = "com.microsoft.aad.msal4j.MsalThrottlingException";
    private static final String ANSWERED = "com.microsoft.aad.msal4j.MsalServiceException";
    /** How the endpoint of managed identities says that it is being updated. */
    private static final int GONE = 410;

    private TokenFailures() {}

    /** Whether who gives tokens was not there or asked to come back; else it refused, or this is about something else. */
    static boolean isPassing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpResponseException answered && answered.getResponse() != null) {
                return isPassing(answered.getResponse().getStatusCode());
            }
            if (type(cause, UNAVAILABLE) != null || type(cause, THROTTLED) != null) {
                return true;
            }
            Class<?> answered = type(cause, ANSWERED);
            if (answered != null) {
                Integer status = status(answered, cause);
                return status == null || isPassing(status);
            }
        }
        return false;
    }

    private static boolean isPassing(int status) {
        return status == 408 || status == GONE || status == 429 || status >= 500;
    }

    /** The class of this name among those that {@code cause} is of, or {@code null}. */
    private static Class<?> type(Throwable cause, String name) {
        Class<?> type = cause.getClass();
        while (type != null && !type.getName().equals(name)) {
            type = type.getSuperclass();
        }
        return type;
    }

    /**
     * What Entra ID answered. {@code null} where MSAL tells none: it keeps the status of a refusal that it can read, and not that
     * of 429, of an empty answer and of a page that something in between made.
     */
    private static Integer status(Class<?> type, Throwable cause) {
        try {
            return (Integer) type.getMethod("statusCode").invoke(cause);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
