using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Catalogue;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests;

public sealed class CatalogueTests(RunningHost host)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    [Fact]
    public async Task The_sample_has_56_departments_159_items_and_46_partner_regions_and_says_that_it_is_a_sample()
    {
        using var client = await host.SignedInAsync("admin");

        var figures = await client.GetFromJsonAsync<CatalogueFigures>(Path("/api/admin/catalogue"), Json);

        Assert.Equal((2, 46, 56, 159), (figures!.Sites, figures.Regions, figures.Departments, figures.Items));
        Assert.True(figures.Sample);
    }

    [Fact]
    public async Task Everybody_reads_the_whole_list()
    {
        using var client = host.CreateClient();

        var catalogue = await client.GetFromJsonAsync<CatalogueView>(Path("/api/catalogue"), Json);

        Assert.Equal(159, catalogue!.Items.Count);
        Assert.Equal(["gushi", "suzhou"], catalogue.Sites.Select(site => site.SiteId));
        Assert.Contains(catalogue.Regions, region => region is { RegionCode: "411525", Served: true });
        Assert.All(catalogue.Items, item => Assert.Contains(catalogue.Departments, department => department.DepartmentCode == item.DepartmentCode));
    }

    [Fact]
    public async Task An_unchanged_list_is_not_sent_twice()
    {
        using var client = host.CreateClient();
        using var first = await client.GetAsync(Path("/api/catalogue"));
        using var again = new HttpRequestMessage(HttpMethod.Get, Path("/api/catalogue"));
        again.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag));

        using var second = await client.SendAsync(again);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        Assert.True(first.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task An_item_has_its_guide()
    {
        using var client = host.CreateClient();

        var item = await client.GetFromJsonAsync<ItemView>(Path("/api/catalogue/items/GA-01"), Json);

        Assert.Equal("GA-01", item!.ItemCode);
        Assert.NotEmpty(item.Materials);
        Assert.True(item.VideoServed);
    }

    [Theory]
    [InlineData("XX-99")]
    [InlineData("%27%3B--")]
    [InlineData("..%2f..%2fetc")]
    public async Task An_unknown_item_is_not_found(string code)
    {
        using var client = host.CreateClient();
        using var answer = await client.GetAsync(Path($"/api/catalogue/items/{code}"));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(RefusalCodes.NotFound, (await RefusalOf(answer)).Code);
    }
}
