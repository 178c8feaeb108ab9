/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.s3;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What a failed call means to a person.
 *
 * @param why    what happened
 * @param remedy what to do
 */
record S3Failure(String why, String remedy) {

    private static final String RIGHTS = "allow this account s3:GetObject, s3:PutObject, s3:DeleteObject and"
            + " s3:ListBucket there (and s3:DeleteObjectVersion and s3:ListBucketVersions where the bucket keeps versions)";
    private static final String LOGIN =
            "check the credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the profile, or the role";
    private static final String REGION = "set expunge.store.s3.region, or AWS_REGION, to the region of the bucket";
    private static final String LATER = "try again later";

    private static final Map<String, String> REMEDIES = Map.ofEntries(
            Map.entry("NoSuchBucket", "create the bucket, or correct its name"),
            Map.entry("AccessDenied", RIGHTS),
            Map.entry("InvalidAccessKeyId", LOGIN),
            Map.entry("SignatureDoesNotMatch", LOGIN),
            Map.entry("ExpiredToken", LOGIN),
            Map.entry("InvalidToken", LOGIN),
            Map.entry("PermanentRedirect", REGION),
            Map.entry("AuthorizationHeaderMalformed", REGION),
            Map.entry("IllegalLocationConstraintException", REGION),
            Map.entry("RequestTimeTooSkewed", "set the clock of this machine"),
            Map.entry("SlowDown", LATER),
            Map.entry("ConditionalRequestConflict", LATER),
            Map.entry("NotImplemented", S3Probe.NEEDS_CONDITIONS));

    static S3Failure of(SdkException failed) {
        if (failed instanceof S3Exception answered) {
            return ofAnswer(answered);
        }
        if (failed instanceof AbortedException) {
            return new S3Failure("the thread was interrupted", "try again; nothing half-written is visible");
        }
        return ofClient(failed);
    }

    private static S3Failure ofAnswer(S3Exception answered) {
        String code = Optional.ofNullable(answered.awsErrorDetails())
                .flatMap(details -> Optional.ofNullable(details.errorCode()))
                .orElse("");
        String why = "the server answered " + answered.statusCode() + (code.isBlank() ? "" : " " + code);
        return new S3Failure(why, Optional.ofNullable(REMEDIES.get(code)).orElseGet(() -> ofStatus(answered)));
    }

    // An answer without a body, as to a HEAD, has no code.
    private static String ofStatus(S3Exception answered) {
        return switch (answered.statusCode()) {
            case 301, 307 -> REGION;
            case 400 -> REGION + "; or " + LOGIN;
            case 401 -> LOGIN;
            case 403 -> RIGHTS + "; or " + LOGIN;
            case 501 -> S3Probe.NEEDS_CONDITIONS;
            default -> answered.statusCode() >= 500 ? LATER : "check the bucket and the server's log";
        };
    }

    private static S3Failure ofClient(SdkException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return new S3Failure(
                        "there is no host " + cause.getMessage(),
                        "check expunge.store.s3.endpoint, expunge.store.s3.region and the network");
            }
            if (cause instanceof ConnectException) {
                return new S3Failure("nobody answers", "check expunge.store.s3.endpoint, and that the server runs");
            }
            if (cause instanceof SSLException) {
                return new S3Failure(
                        "no trusted connection (" + cause.getMessage() + ")",
                        "check https or http in expunge.store.s3.endpoint, and javax.net.ssl.trustStore");
            }
        }
        return ofMessage(Optional.ofNullable(failed.getMessage()).orElse("no reason given"));
    }

    private static S3Failure ofMessage(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("credentials")) {
            return new S3Failure("no credentials were found", LOGIN);
        }
        if (lower.contains("region")) {
            return new S3Failure("no region was found", REGION);
        }
        return new S3Failure(firstSentence(message), LATER);
    }

    private static String firstSentence(String message) {
        String line = message.lines().findFirst().orElse(message);
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    /** Whether a transfer broke off, which is worth another try. */
    static SdkException brokenOff(IOException broken) {
        return RetryableException.create("the transfer broke off", broken);
    }
}
