package io.dynpack.camel.operation;

import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.camel.DynpackException;

/**
 * A blob that a message speaks of: in the headers of {@code azure-storage-blob}, as an item of its listing, or in a
 * {@code BlobCreated} event of Event Grid. It stands for the asset whose container or folder it lies in.
 *
 * @param container name of the container
 * @param blob      name in the container, without a slash at its start
 * @param event     whether an event told of it
 */
record BlobReference(String container, String blob, boolean event) {
    private static final String CONTAINER_HEADER = "CamelAzureStorageBlobBlobContainerName";
    private static final String BLOB_HEADER = "CamelAzureStorageBlobBlobName";
    private static final String ITEM = "com.azure.storage.blob.models.BlobItem";
    private static final String CREATED = "Microsoft.Storage.BlobCreated";
    private static final String CONTAINERS = "/containers/";
    private static final String BLOBS = "/blobs/";

    /**
     * Reads it from the body, else from the headers.
     *
     * @return {@code null} where the message speaks of no blob
     * @throws DynpackException when the body is an event, but not of a blob that was created
     */
    static @Nullable BlobReference of(Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.getBody() instanceof Map<?, ?> map && (map.containsKey("eventType") || map.containsKey("subject"))) {
            return ofEvent(map);
        }
        if (!isInHeaders(message)) {
            return null;
        }
        String container = message.getHeader(CONTAINER_HEADER, String.class);
        Object body = message.getBody();
        String blob = body != null && body.getClass().getName().equals(ITEM)
                ? (String) PluginHelper.getBeanIntrospection(exchange.getContext()).getOrElseProperty(body, "name", null, false)
                : message.getHeader(BLOB_HEADER, String.class);
        return new BlobReference(container, blob == null ? "" : blob, false);
    }

    /** Whether headers say that a blob is spoken of, whose content the body may be. */
    static boolean isInHeaders(Message message) {
        String container = message.getHeader(CONTAINER_HEADER, String.class);
        return container != null && !container.isBlank();
    }

    /** In the schema of Event Grid or as a CloudEvent: {@code subject} is the same in both. */
    private static BlobReference ofEvent(Map<?, ?> event) {
        Object type = event.containsKey("eventType") ? event.get("eventType") : event.get("type");
        if (!CREATED.equals(type)) {
            throw new DynpackException(
                    "the event is of type " + type + "; only " + CREATED + " tells of an asset that arrived");
        }
        String subject = String.valueOf(event.get("subject"));
        int container = subject.indexOf(CONTAINERS);
        int blob = container < 0 ? -1 : subject.indexOf(BLOBS, container + CONTAINERS.length());
        if (blob < 0) {
            throw new DynpackException("the event names no blob: its subject is " + subject);
        }
        return new BlobReference(subject.substring(container + CONTAINERS.length(), blob),
                subject.substring(blob + BLOBS.length()), true);
    }

    /**
     * The folder of the media storage that holds the blob.
     *
     * @param only the one container that the storage consists of; {@code null} where each container is a folder
     * @throws DynpackException when the blob lies elsewhere, or beside the folders of the only container, or, of an event, below
     *                          the folders of the first level
     */
    String folder(@Nullable String only) {
        String parent = blob.substring(0, blob.lastIndexOf('/') + 1);
        if (only == null) {
            return reachable(container + "/" + parent);
        }
        if (!only.equals(container)) {
            throw new DynpackException("the blob lies in container " + container + "; media are in container " + only);
        }
        if (parent.isEmpty()) {
            throw new DynpackException(
                    "the blob " + blob + " lies in no folder; in container " + only + " each asset has a folder of its own");
        }
        return reachable(parent);
    }

    /** Events get lost, and {@code dynpack:watch}, which makes up for it, sees folders of the first level only. */
    private String reachable(String folder) {
        if (event && folder.indexOf('/') < folder.length() - 1) {
            throw new DynpackException("the event names a blob in " + folder
                    + ", which is a folder in a folder; events are taken"
                    + " for assets on the first level of the media storage only, for dynpack:watch finds no others when an event"
                    + " gets lost; put each asset there, or pass the folder's name in the header " + DynpackConstants.ASSET);
        }
        return folder;
    }
}
