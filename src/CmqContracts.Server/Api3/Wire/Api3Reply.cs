using System.Text.Json;

namespace CmqContracts.Server;

/// <summary>An API 3.0 reply. Clients know a failure by the presence of <c>Error</c>.</summary>
internal sealed class Api3Reply : Reply
{
    public override string ContentType => "application/json";

    public override Utf8JsonWriter Ok()
    {
        Restart();
        Json.WriteStartObject();
        Json.WriteStartObject("Response"u8);
        return Json;
    }

    public override void Failed(CmqServiceException failure)
    {
        Failed(Api3Errors.CodeOf(failure.Error), Api3Names.In(failure.Detail is null ? failure.Error.Text : $"{failure.Error.Text}. {failure.Detail}"));
        (Error, Detail) = (failure.Error.Text, failure.Detail);
    }

    public override void Unauthorized() => Failed(Api3Errors.UnauthorizedOperation, WhyUnauthorized);

    public void Failed(string code, string message)
    {
        Ok();
        Code = code;
        Error = message;
        Json.WriteStartObject("Error"u8);
        Json.WriteString("Code"u8, code);
        Json.WriteString("Message"u8, message);
        Json.WriteEndObject();
    }

    protected override void End()
    {
        Json.WriteString("RequestId"u8, Guid.NewGuid());
        Json.WriteEndObject();
        Json.WriteEndObject();
        Json.Flush();
    }
}
