using System.Security.Cryptography;
using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Benchmarks;

/// <summary>What it costs to make a signed request of a message, against the hash alone.</summary>
internal static class SignFigure
{
    private const int Calls = 10_000;

    public static Task MeasureAsync(FigurePrinter printer)
    {
        V2RequestLine line = new("POST", "cmq-queue-gz.api.qcloud.com", V2RequestLine.DefaultPath);
        byte[] key = Encoding.ASCII.GetBytes(SignedRequests.SecretKey);
        MessageCodec<FigureOrder> codec = CodecBenchmarks.CodecOf<FigureOrder>();
        long timestamp = SignedRequests.Timestamp;

        using PooledBufferWriter body = new();
        void Make()
        {
            body.Clear();
            codec.Encode(FigureOrder.OfOneKibibyte, body);
            using V2Request form = V2Request.Begin();
            Fill(form.Parameters, body.WrittenSpan);
            form.Sign(line, SignatureMethod.HmacSHA1, key);
        }

        void Fill(V2Parameters parameters, ReadOnlySpan<byte> body)
        {
            parameters.Add("Action"u8, V2Actions.SendMessage);
            parameters.Add("Nonce"u8, Random.Shared.Next(1, int.MaxValue));
            parameters.Add("SecretId"u8, SignedRequests.SecretId);
            parameters.Add("SignatureMethod"u8, "HmacSHA1"u8);
            parameters.Add("Timestamp"u8, timestamp);
            parameters.Add("msgBody"u8, body);
            parameters.Add("queueName"u8, "figure-orders"u8);
        }

        using V2Parameters same = new();
        Fill(same, FigureOrder.Body);
        byte[] signed = Encoding.UTF8.GetBytes(V2Signature.StringToSign(line, same)), hash = new byte[20];
#pragma warning disable CA5350 // What the protocol uses.
        (double ours, double baseline) = Rounds.NanosecondsPerCall(Make, () => HMACSHA1.HashData(key, signed, hash));
#pragma warning restore CA5350

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
            Make();
        double bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls;
        printer.Ratio("client.sign.cpu", ours / baseline, FigurePrinter.Baseline("hmac-alone", baseline, "ns") + $",allocated={bytes:0.##}bytes bar<=2.0,0bytes");
        return Task.CompletedTask;
    }
}
