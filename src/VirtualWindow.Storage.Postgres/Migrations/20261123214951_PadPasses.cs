using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VirtualWindow.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class PadPasses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "PadPasses",
                columns: table => new
                {
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Session = table.Column<Guid>(type: "uuid", nullable: false),
                    Document = table.Column<Guid>(type: "uuid", nullable: false),
                    Sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    SpentAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PadPasses", x => x.Hash);
                });

            migrationBuilder.CreateIndex(
                name: "IX_PadPasses_Session_Document",
                table: "PadPasses",
                columns: new[] { "Session", "Document" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PadPasses");
        }
    }
}
