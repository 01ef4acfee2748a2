using AspNet;
using CmqContracts;

// A site that takes orders, and ships them in the background: dotnet run --project samples/AspNet, and then curl -X POST localhost:5000/orders -H 'Content-Type: application/json' -d '{"customer":"李雷","pieces":2}'
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Shipments>();
builder.Services.AddCmq(builder.Configuration).AddContracts()
    .AddHandler<OrderPlaced, ShipOrder>(builder.Configuration.GetSection("Handlers:Orders"));
builder.Services.AddHealthChecks().AddCmqHandlers();

WebApplication app = builder.Build();
app.MapPost("/orders", async (NewOrder order, IQueueProducer<OrderPlaced> orders, CancellationToken cancellationToken) =>
{
    if (string.IsNullOrWhiteSpace(order.Customer))
        return Results.ValidationProblem(new Dictionary<string, string[]> { ["customer"] = ["An order needs a customer."] });
    OrderPlaced placed = new(Guid.NewGuid(), order.Customer, order.Pieces);
    await orders.SendAsync(placed, cancellationToken: cancellationToken);
    return Results.Accepted($"/orders/{placed.Id}");
});
app.MapGet("/orders/{id:guid}", (Guid id, Shipments shipments) => shipments.Contains(id) ? Results.Text("shipped") : Results.Text("not shipped yet"));
app.MapHealthChecks("/health");
await app.RunAsync();

/// <summary>What a visitor orders, as it comes: nothing is known of it yet.</summary>
internal sealed record NewOrder(string? Customer, int Pieces);
