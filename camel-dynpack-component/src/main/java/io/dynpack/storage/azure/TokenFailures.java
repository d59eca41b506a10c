package io.dynpack.storage.azure;

import org.jspecify.annotations.Nullable;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;

/**
 * Why there was no token. Who uses a key or a signature has no azure-identity and nothing below it, so their types are told by
 * their names and are never loaded from here.
 */
final class TokenFailures {
    private static final String UNAVAILABLE = "com.azure.identity.CredentialUnavailableException";
    /** MSAL asks nobody for a while once an answer told it to wait. */
    private static final String THROTTLED = "com.microsoft.aad.msal4j.MsalThrottlingException";
    /**
     * azure-identity hands on what MSAL throws: of a secret that is wrong, of a tenant that is none, of a key that does not
     * fit.
     */
    private static final String REFUSED = "com.microsoft.aad.msal4j.MsalException";
    private static final String ANSWERED = "com.microsoft.aad.msal4j.MsalServiceException";
    /** A grant that is refused; MSAL keeps no status of it. */
    private static final String NOT_GRANTED = "com.microsoft.aad.msal4j.MsalInteractionRequiredException";
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
                if (type(cause, NOT_GRANTED) != null) {
                    return false;
                }
                Integer status = status(answered, cause);
                return status == null || isPassing(status);
            }
        }
        return false;
    }

    /** Whether there is no token for the credential as it is set; of a failure that does not pass. */
    static boolean isRefusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClientAuthenticationException || type(cause, REFUSED) != null) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPassing(int status) {
        return status == 408 || status == GONE || status == 429 || status >= 500;
    }

    /** The class of this name among those that {@code cause} is of, or {@code null}. */
    private static @Nullable Class<?> type(Throwable cause, String name) {
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
    private static @Nullable Integer status(Class<?> type, Throwable cause) {
        try {
            return (Integer) type.getMethod("statusCode").invoke(cause);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
