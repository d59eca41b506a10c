package io.dynpack.publishing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KnownFieldsTest {

    private static void require(DeclaredKind kind, String json) {
        kind.requireKnownFields(ArmJson.parse(ByteBuffer.wrap(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "STREAMING_LOCATORS   | {'name':'x','properties':{'streamingLocatorID':'1'}} | "
                    + "properties.streamingLocatorID is no field of a streaming locator: it is spelt streamingLocatorId",
            "STREAMING_LOCATORS   | {'name':'x','streamingPolicyname':'p'} | "
                    + "streamingPolicyname is no field of a streaming locator: it is spelt streamingPolicyName",
            "STREAMING_LOCATORS   | {'name':'x','properties':{'streamingPolicy':'p'}} | "
                    + "properties.streamingPolicy is no field of a streaming locator: did you mean streamingPolicyName?",
            "STREAMING_LOCATORS   | {'name':'x','properties':{'policy':'p'}} | "
                    + "properties.policy is no field of a streaming locator: did you mean streamingPolicyName?",
            "STREAMING_LOCATORS   | {'name':'x','streamingPolicyName':'p','properties':{}} | "
                    + "streamingPolicyName stands beside properties, where it says nothing: put it into them",
            "STREAMING_LOCATORS   | {'name':'x','Properties':{'streamingPolicyName':'p'}} | "
                    + "Properties is no field of a streaming locator: it is spelt properties",
            "STREAMING_LOCATORS   | {'Name':'x','properties':{}} | "
                    + "Name is no field beside the properties of a streaming locator: it is spelt name",
            "STREAMING_LOCATORS   | {'name':'x','properties':{'contentKeys':[{'ID':'1'}]}} | "
                    + "properties.contentKeys[0].ID is no field here: it is spelt id",
            "STREAMING_LOCATORS   | {'name':'x','properties':{'zzz':1}} | "
                    + "properties.zzz is no field of a streaming locator: take it out; there are assetName, streamingLocatorId,"
                    + " streamingPolicyName, defaultContentKeyPolicyName, filters, startTime, endTime, alternativeMediaId, contentKeys",
            "ASSET_FILTERS        | {'name':'x','properties':{'presentationTimeRnge':{}}} | "
                    + "properties.presentationTimeRnge is no field of a filter: did you mean presentationTimeRange?",
            "ACCOUNT_FILTERS      | {'name':'x','trakcs':[]} | trakcs is no field of a filter: did you mean tracks?",
            "ACCOUNT_FILTERS      | {'name':'x','tracks':[{'trackSelections':[{'property':'Type','valeu':'Audio'}]}]} | "
                    + "tracks[0].trackSelections[0].valeu is no field here: did you mean value?",
            "STREAMING_POLICIES   | {'name':'x','properties':{'commonEncryptionCENC':{}}} | "
                    + "properties.commonEncryptionCENC is no field of a streaming policy: it is spelt commonEncryptionCenc",
            "STREAMING_POLICIES   | {'name':'x','properties':{'noEncryption':{'enabledProtocols':{'HLS':true}}}} | "
                    + "properties.noEncryption.enabledProtocols.HLS is no field here: it is spelt hls",
            "CONTENT_KEY_POLICIES | {'name':'x','properties':{'options':[{'restriction':{'requiredClaim':[]}}]}} | "
                    + "properties.options[0].restriction.requiredClaim is no field here: did you mean requiredClaims?",
            "TRACKS               | {'name':'x','properties':{'track':{'filename':'a.vtt'}}} | "
                    + "properties.track.filename is no field here: it is spelt fileName"})
    void misspeltFieldsAreTold(DeclaredKind kind, String json, String message) {
        assertThatThrownBy(() -> require(kind, json)).isInstanceOf(DocumentFieldException.class).hasMessage(message);
    }

    /** As the REST API and the az command line printed them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "STREAMING_LOCATORS   | {'name':'x','id':'/a/x','type':'T','systemData':{'createdBy':'me'},"
                    + "'etag':'1','properties':{'assetName':'a','created':'2018-08-08T18:29:31Z','contentKeys':[{'id':'1',"
                    + "'type':'EnvelopeEncryption','labelReferenceInStreamingPolicy':'k','tracks':[]}]}}",
            "STREAMING_LOCATORS   | {'name':'x','id':'/a/x','resourceGroup':'g',"
                    + "'created':'2018-08-08T18:29:31Z','assetName':'a','filters':[],'alternativeMediaId':null,"
                    + "'unknown':null}",
            "STREAMING_POLICIES   | {'name':'x','properties':{'created':'2018-08-08T18:29:31Z',"
                    + "'commonEncryptionCbcs':{'enabledProtocols':{'hls':true},'clearTracks':[],"
                    + "'contentKeys':{'defaultKey':{'label':'k'},'keyToTrackMappings':[]},"
                    + "'drm':{'fairPlay':{'customLicenseAcquisitionUrlTemplate':'u','allowPersistentLicense':true}}}}}",
            "CONTENT_KEY_POLICIES | {'name':'x','properties':{'policyId':'1','created':'c','lastModified':'c',"
                    + "'description':'d','options':[{'policyOptionId':'1','name':'o',"
                    + "'configuration':{'@odata.type':'#Microsoft.Media.ContentKeyPolicyPlayReadyConfiguration',"
                    + "'licenses':[{'allowTestDevices':true}]},"
                    + "'restriction':{'odatatype':'#Microsoft.Media.ContentKeyPolicyOpenRestriction'}}]}}",
            "ACCOUNT_FILTERS      | {'Name':'x','Id':'x','odata.metadata':'m',"
                    + "'PresentationTimeRange':{'StartTimestamp':'0'},'Tracks':[{'PropertyConditions':[{'Property':'Type',"
                    + "'Operator':'Equal','Value':'audio'}]}]}",
            "TRACKS               | {'name':'t','id':'/a/t','type':'T',"
                    + "'properties':{'provisioningState':'Succeeded','track':{'@odata.type':'#Microsoft.Media.TextTrack',"
                    + "'fileName':'a.vtt','playerVisibility':'Visible'}}}"})
    void documentsOfAzureMediaServicesAreTaken(DeclaredKind kind, String json) {
        assertThatCode(() -> require(kind, json)).doesNotThrowAnyException();
    }

    @Test
    void whatIsStoredIsTaken() {
        StreamingPolicy.predefinedNames().forEach(name -> assertThatCode(() -> DeclaredKind.STREAMING_POLICIES
                .requireKnownFields(StreamingPolicy.predefined(name).orElseThrow().toDocument())).doesNotThrowAnyException());
    }
}
