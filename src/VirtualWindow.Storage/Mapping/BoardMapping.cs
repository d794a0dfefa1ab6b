using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Materials;
using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Storage.Mapping;

/// <summary>Small values that are read and written whole, as JSON text.</summary>
internal static class TextValues
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Json)!;
}

internal sealed class WishText() : ValueConverter<Wish, string>(wish => TextValues.Write(wish), text => TextValues.Read<Wish>(text));

internal sealed class MaterialCheckMapping : IEntityTypeConfiguration<MaterialCheck>
{
    public void Configure(EntityTypeBuilder<MaterialCheck> builder)
    {
        builder.HasKey(check => new { check.Session, check.Serial });
        builder.Property(check => check.Serial).ValueGeneratedNever();
        builder.Property(check => check.Version).IsConcurrencyToken();
    }
}

internal sealed class SupplementNoticeMapping : IEntityTypeConfiguration<SupplementNotice>
{
    public void Configure(EntityTypeBuilder<SupplementNotice> builder)
    {
        builder.HasKey(notice => notice.Session);
        builder.Property(notice => notice.Session).ValueGeneratedNever();
        builder.Property(notice => notice.Items).HasConversion(
            items => TextValues.Write(items), text => TextValues.Read<IReadOnlyList<SupplementItem>>(text),
            new ValueComparer<IReadOnlyList<SupplementItem>>((left, right) => left!.SequenceEqual(right!), items => items.Count, items => items));
        builder.Ignore(notice => notice.Text);
    }
}

internal sealed class CannedAnswerMapping : IEntityTypeConfiguration<CannedAnswer>
{
    public void Configure(EntityTypeBuilder<CannedAnswer> builder)
    {
        builder.HasKey(answer => answer.Id);
        builder.Property(answer => answer.Id).ValueGeneratedNever();
        builder.Property(answer => answer.Version).IsConcurrencyToken();
        builder.Property(answer => answer.Title).HasMaxLength(CannedAnswer.LongestTitle);
        builder.Property(answer => answer.Text).HasMaxLength(CannedAnswer.LongestText);
        // One key, one answer.
        builder.HasIndex(answer => answer.Key).IsUnique();
    }
}
