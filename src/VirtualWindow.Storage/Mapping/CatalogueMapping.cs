using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.Sites;
using VirtualWindow.Storage.Catalogue;

namespace VirtualWindow.Storage.Mapping;

internal sealed class SiteMapping : IEntityTypeConfiguration<Site>
{
    public void Configure(EntityTypeBuilder<Site> builder)
    {
        builder.HasKey(site => site.Id);
        builder.HasIndex(site => site.CasePrefix).IsUnique();
    }
}

internal sealed class WindowMapping : IEntityTypeConfiguration<Window>
{
    public void Configure(EntityTypeBuilder<Window> builder)
    {
        builder.HasKey(window => window.Id);
        builder.HasIndex(window => new { window.Site, window.Purpose }).IsUnique();
    }
}

internal sealed class SpecialDayMapping : IEntityTypeConfiguration<SpecialDay>
{
    public void Configure(EntityTypeBuilder<SpecialDay> builder) => builder.HasKey(day => new { day.Site, day.Day });
}

internal sealed class DepartmentMapping : IEntityTypeConfiguration<Department>
{
    public void Configure(EntityTypeBuilder<Department> builder) => builder.HasKey(department => department.Code);
}

internal sealed class RegionMapping : IEntityTypeConfiguration<Region>
{
    public void Configure(EntityTypeBuilder<Region> builder) => builder.HasKey(region => region.Code);
}

internal sealed class ServiceItemMapping : IEntityTypeConfiguration<ServiceItem>
{
    public void Configure(EntityTypeBuilder<ServiceItem> builder)
    {
        builder.HasKey(item => item.Code);
        builder.HasIndex(item => item.Department);
    }
}

internal sealed class ImplementationCodeMapping : IEntityTypeConfiguration<ImplementationCode>
{
    public void Configure(EntityTypeBuilder<ImplementationCode> builder)
    {
        builder.HasKey(code => new { code.Site, code.Item });
        builder.Property(code => code.Code).HasMaxLength(ImplementationCode.Length);
        builder.HasIndex(code => code.Code).IsUnique();
    }
}

internal sealed class CatalogueEditionMapping : IEntityTypeConfiguration<CatalogueEdition>
{
    public void Configure(EntityTypeBuilder<CatalogueEdition> builder) => builder.HasKey(edition => edition.Version);
}
