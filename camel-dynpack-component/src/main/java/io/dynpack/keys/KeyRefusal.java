package io.dynpack.keys;

/** Why a request gets no key. The client learns the kind and no more, so that it cannot try its way through a policy. */
enum KeyRefusal {
    BAD_REQUEST(400, "MPE_BAD_URL_SYNTAX", "The request names no key."),
    /** With a token that does not open the key as without one. */
    UNAUTHORIZED(401, "MPE_UNAUTHORIZED", "The key is given for a token that opens it."),
    NO_KEY(404, "MPE_RESOURCE_NOT_FOUND", "There is no such key."),
    WRONG_METHOD(405, "MPE_METHOD_NOT_ALLOWED", "Keys are asked for with GET or POST."),
    TOO_MANY(429, "MPE_SERVER_BUSY", "Too many requests; try again later."),
    FAILED(500, "MPE_INTERNAL_ERROR", "The key cannot be given."),
    BUSY(503, "MPE_SERVER_BUSY", "The key cannot be looked up at the moment; try again later.");

    private final int status;
    private final String code;
    private final String sentence;

    KeyRefusal(int status, String code, String sentence) {
        this.status = status;
        this.code = code;
        this.sentence = sentence;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String sentence() {
        return sentence;
    }
}
