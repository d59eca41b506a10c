package io.dynpack.camel.operation;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackException;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.storage.ObjectNames;

/**
 * Which asset a message speaks of.
 *
 * @param name   of the asset
 * @param folder where it lies: empty, or a prefix that ends with {@code /}; {@code null} where the message does not say
 */
record AssetReference(String name, @Nullable String folder) {
    private static final String FILE_HEADER = "CamelFileAbsolutePath";

    /**
     * Reads it from the headers, else from the body: an {@link AssetInfo}, a map with {@code assetName}, a file or a path in the
     * media directory, a blob ({@link BlobReference}), the name of a folder as text.
     *
     * JSON may come as text, bytes or a stream.
     *
     * @param options tell where media lie, to make names of files and blobs relative
     * @throws DynpackException when the message names no asset
     */
    static AssetReference of(Exchange exchange, DynpackConfiguration options) {
        Message message = exchange.getMessage();
        String name = message.getHeader(DynpackConstants.ASSET, String.class);
        String folder = message.getHeader(DynpackConstants.FOLDER, String.class);
        Object body = message.getBody();
        if (body instanceof AssetInfo asset && (name == null || name.equals(asset.assetName()))) {
            return new AssetReference(asset.assetName(), folder == null ? asset.folder() : prefix(folder));
        }
        if (name != null && !name.isBlank()) {
            return new AssetReference(name, folder == null ? null : prefix(folder));
        }
        if (folder == null) {
            Map<?, ?> document = document(message, options);
            if (document != null && document.get("assetName") instanceof String asset && !asset.isBlank()) {
                return new AssetReference(asset, null);
            }
            BlobReference blob = BlobReference.of(exchange);
            folder = blob == null
                    ? folder(message, message.getBody(), options.getDirectory())
                    : blob.folder(options.getAzureContainer());
        }
        String prefix = folder == null || folder.isBlank() ? "" : prefix(folder);
        if (prefix.isEmpty()) {
            throw new DynpackException("the message names no asset: set the header " + DynpackConstants.ASSET
                    + ", or pass an AssetInfo, a folder's name, a file or a blob");
        }
        return new AssetReference(prefix.substring(0, prefix.length() - 1), prefix);
    }

    /**
     * The document in the body. Bytes and streams beside the headers of a blob or a file are what that holds, which may be media:
     * they are left as they are. A text or a map beside such headers was made by the route.
     *
     * @return {@code null} where the body is no document
     */
    static @Nullable Map<?, ?> document(Message message, DynpackConfiguration options) {
        Object body = message.getBody();
        boolean made = body instanceof String || body instanceof Map;
        boolean content = BlobReference.isInHeaders(message)
                || options.getDirectory() != null && message.getHeader(FILE_HEADER) != null;
        return content && !made ? null : MessageDocument.of(message);
    }

    private static @Nullable String folder(Message message, @Nullable Object body, @Nullable String directory) {
        Object file = body instanceof File || body instanceof Path ? body : message.getHeader(FILE_HEADER);
        if (file != null && directory != null) {
            Path path = Path.of(file.toString()).toAbsolutePath().normalize();
            Path root = Path.of(directory).toAbsolutePath().normalize();
            // a marker or a media file stands for the folder it lies in
            Path asset = path.toFile().isDirectory() ? path : path.getParent();
            if (asset != null && asset.startsWith(root) && !asset.equals(root)) {
                return root.relativize(asset).toString().replace(File.separatorChar, '/');
            }
            throw new DynpackException("the file is not in a folder below the media directory");
        }
        return body instanceof String text && !text.stripLeading().startsWith("{") ? text.strip() : null;
    }

    private static String prefix(String folder) {
        String plain = folder.startsWith("/") ? folder.substring(1) : folder;
        return plain.isEmpty() || plain.endsWith("/") ? plain : plain + "/";
    }

    /** The folder, which is the asset's name where nothing else was said. */
    String folderOrName() {
        return folder == null ? prefix(name) : folder;
    }

    /**
     * As {@link #folderOrName}, for what looks into the folder.
     *
     * @throws DynpackException where no folder can have such a name
     */
    String requireFolder() {
        try {
            return ObjectNames.checkPrefix(folderOrName());
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the message names no folder that there can be: " + e.getMessage(), e);
        }
    }
}
