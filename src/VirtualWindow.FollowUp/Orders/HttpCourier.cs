using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace VirtualWindow.FollowUp.Orders;

/// <summary>
/// A courier, or the small adapter in front of it, by HTTP: <c>POST {url}/shipments</c> with <c>Idempotency-Key</c> answers
/// <c>{"waybill"}</c>; <c>GET {url}/shipments/{waybill}</c> answers <c>{"news": [{"at", "text", "delivered"}]}</c>.
/// </summary>
public sealed class HttpCourier(HttpClient http, CourierOptions options) : ICourier
{
    public string Name => options.Name;

    public async Task<string> BookAsync(CourierBooking booking, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Post, "shipments");
        request.Content = JsonContent.Create(booking with { Key = "" });
        request.Headers.TryAddWithoutValidation("Idempotency-Key", $"\"{booking.Key}\"");
        using var answer = (await http.SendAsync(request, ct)).EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Booked>(ct))!.Waybill;
    }

    public async Task<IReadOnlyList<TrackingNews>> TrackAsync(string waybill, CancellationToken ct)
    {
        using var answer = (await http.SendAsync(Request(HttpMethod.Get, $"shipments/{Uri.EscapeDataString(waybill)}"), ct)).EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Tracked>(ct))!.News;
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, $"{options.Url.TrimEnd('/')}/{path}");
        if (options.Token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        return request;
    }

    private sealed record Booked(string Waybill);

    private sealed record Tracked(IReadOnlyList<TrackingNews> News);
}
