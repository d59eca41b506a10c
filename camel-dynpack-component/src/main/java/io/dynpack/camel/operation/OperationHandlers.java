package io.dynpack.camel.operation;

import org.apache.camel.CamelContext;

import io.dynpack.camel.DynpackConfiguration;
import io.dynpack.camel.DynpackEngine;
import io.dynpack.camel.DynpackOperation;

/** Which handler does which operation. */
public final class OperationHandlers {
    private OperationHandlers() {}

    /** @throws io.dynpack.camel.DynpackException when the options do not fit the operation */
    public static OperationHandler of(DynpackOperation operation, DynpackEngine engine, DynpackConfiguration options,
            CamelContext context) {
        return switch (operation) {
            case origin -> new OriginHandler(engine, options, context);
            case manifest -> new ManifestHandler(engine, options);
            case fragment -> new FragmentHandler(engine, options);
            case generateManifests -> new GenerateManifestsHandler(engine, options);
            case ingest -> new IngestHandler(engine, options);
            case describe -> new DescribeHandler(engine, options);
            case publishLocator -> new PublishLocatorHandler(engine, options);
            case revokeLocator -> new RevokeLocatorHandler(engine);
            case getLocator -> new GetLocatorHandler(engine);
            case listLocators -> new ListLocatorsHandler(engine, options);
            case listPaths -> new ListPathsHandler(engine);
            case listArrivals -> new ListArrivalsHandler(engine);
            case putStreamingPolicy -> new PutStreamingPolicyHandler(engine);
            case getStreamingPolicy -> new GetStreamingPolicyHandler(engine);
            case listStreamingPolicies -> new ListStreamingPoliciesHandler(engine, options);
            case deleteStreamingPolicy -> new DeleteStreamingPolicyHandler(engine);
            case putContentKeyPolicy -> new PutContentKeyPolicyHandler(engine);
            case getContentKeyPolicy -> new GetContentKeyPolicyHandler(engine, options);
            case listContentKeyPolicies -> new ListContentKeyPoliciesHandler(engine, options);
            case deleteContentKeyPolicy -> new DeleteContentKeyPolicyHandler(engine);
            case listContentKeys -> new ListContentKeysHandler(engine);
            case key -> new KeyHandler(engine, options, context);
            case putFilter -> new PutFilterHandler(engine);
            case getFilter -> new GetFilterHandler(engine);
            case listFilters -> new ListFiltersHandler(engine, options);
            case deleteFilter -> new DeleteFilterHandler(engine);
            case putTrack -> new PutTrackHandler(engine, options);
            case updateTrack -> new UpdateTrackHandler(engine, options);
            case updateTrackData -> new UpdateTrackDataHandler(engine, options);
            case getTrack -> new GetTrackHandler(engine, options);
            case listTracks -> new ListTracksHandler(engine, options);
            case deleteTrack -> new DeleteTrackHandler(engine, options);
            case explain -> new ExplainHandler(engine, options);
            case applyDocuments -> new ApplyDocumentsHandler(engine, options);
            case watch -> throw new IllegalArgumentException("watch is no operation of a producer");
        };
    }
}
