using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FeedHub.Fetching;

/// <summary>
/// Names one certificate that nobody signed: <c>sha256/</c> and the base64 of the SHA-256 of its public key (SubjectPublicKeyInfo, RFC 7469 §2.4, as
/// curl and OkHttp pin), which stays when the certificate is renewed for the same key.
/// </summary>
internal static class CertificatePin
{
    private const string Prefix = "sha256/";

    public static string Of(X509Certificate2 certificate) => Prefix + Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
}
