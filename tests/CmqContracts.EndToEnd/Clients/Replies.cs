using System.Text.Json;

namespace CmqContracts.EndToEnd.Clients;

/// <summary>Reads replies that a script has printed.</summary>
internal static class Replies
{
    public static void AssertReply(JsonElement reply, int code, string message)
    {
        Assert.Equal((code, message), (Number(reply, "code"), Text(reply, "message")));
        Assert.NotEmpty(Text(reply, "requestId")!);
    }

    public static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    public static string[] Texts(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    /// <summary>One field of every entry of a list.</summary>
    public static string[] Texts(JsonElement element, string list, string name) => [.. element.GetProperty(list).EnumerateArray().Select(item => Text(item, name)!)];
}
