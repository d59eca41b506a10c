package io.dynpack.keys;

import io.dynpack.publishing.KeyEncryptionException;
import io.dynpack.publishing.WrappedSecret;

/** Encrypts secrets that lie in documents. Safe for use by many threads. */
public interface KeyEncryption {

    /** Without a key: nothing is wrapped, and nothing that was can be unwrapped. */
    KeyEncryption NONE = new KeyEncryption() {
        private static final String SET = "set keyEncryptionKeyFile, or keyEncryptionKey, to 32 bytes in Base64 that all nodes"
                + " have and that lie outside of the catalog";

        @Override
        public WrappedSecret wrap(String place, byte[] secret) {
            throw new KeyEncryptionException(place, "no secret is stored without a key-encryption key; " + SET, null);
        }

        @Override
        public byte[] unwrap(String place, WrappedSecret wrapped) {
            throw new KeyEncryptionException(place, "its secret is wrapped under the key-encryption key "
                    + wrapped.keyEncryptionKeyId() + ", and this node has none; " + SET, null);
        }
    };

    /**
     * @param place what the secret is bound to, such as the name of its document: it can be unwrapped there only
     * @throws KeyEncryptionException where it cannot be wrapped
     */
    WrappedSecret wrap(String place, byte[] secret);

    /** @throws KeyEncryptionException where it is of another place, was changed, or its key is not there; says what to do */
    byte[] unwrap(String place, WrappedSecret wrapped);
}
