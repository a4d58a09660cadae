using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Risk.ServiceDefaults.Identity;
using Risk.Testing;

namespace Risk.ServiceDefaults.Tests.Given;

/// <summary>An answer over REST, with its body as it came.</summary>
public sealed record Answer(int Status, string Body, HttpResponseHeaders Headers)
{
    public string? this[string property] =>
        JsonDocument.Parse(Body).RootElement.TryGetProperty(property, out var value) ? value.ToString() : null;
}

/// <summary>Calls of the test service over REST, and callers to make them with.</summary>
internal static class Calls
{
    public static async Task<Answer> SendAsync(
        this ServiceFixture<NotesService> notes, HttpMethod method, string path, object? body = null,
        params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = notes.Address };
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        if (!headers.Any(h => h.Name is "Authorization" or "X-Api-Key"))
            request.Headers.Add("X-Api-Key", notes.ApiKey);
        foreach (var (name, value) in headers.Where(h => h.Value.Length > 0))
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request);
        return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers);
    }

    public static Task<Answer> WriteAsync(
        this ServiceFixture<NotesService> notes, string title, string text,
            params (string Name, string Value)[] headers) =>
        notes.SendAsync(HttpMethod.Post, "/v1/notes", new { title, text }, headers);

    /// <summary>A key in the service's table; answers the key.</summary>
    public static async Task<string> KeyAsync(
        this ServiceFixture<NotesService> notes, Role roles, DateTimeOffset? expiresAt = null)
    {
        var id = Guid.CreateVersion7().ToString("n");
        var key = $"rk_{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        await notes.SqlAsync(
            """
            INSERT INTO credentials (id, secret_sha256, name, owner, roles, created_at, expires_at)
            VALUES ($1, $2, 'test', 'test', $3, now(), $4)
            """,
            id, SHA256.HashData(Encoding.UTF8.GetBytes(key)), (int)roles, (object?)expiresAt ?? DBNull.Value);
        return key;
    }

    public static string IdOf(string key) => key.Split('_')[1];
}
