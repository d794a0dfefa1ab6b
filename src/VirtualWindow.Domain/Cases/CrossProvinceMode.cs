namespace VirtualWindow.Domain.Cases;

/// <summary>
/// How a case crosses a province's border (国办发〔2020〕35号, 二（四）～（六）). In each of them the authority of the place that is
/// responsible decides; they differ in who accepts. Stored as numbers: append only.
/// </summary>
public enum CrossProvinceMode
{
    None = 0,
    /// <summary>全程网办: the applicant turns to the authority itself, whoever's clerk helps; nothing is handed over.</summary>
    Online = 1,
    /// <summary>异地代收代办 (收受分离): the hall on the spot collects and checks the form; the authority receives, accepts and decides.</summary>
    Collected = 2,
    /// <summary>多地联办: the hall on the spot accepts; the authority takes over and decides.</summary>
    Joint = 3,
}

public static class CrossProvinceModes
{
    /// <param name="name">As the catalogue writes it; null = no agreement covers the item.</param>
    public static CrossProvinceMode Of(string? name) => name switch
    {
        "全程网办" => CrossProvinceMode.Online,
        "异地代收代办" => CrossProvinceMode.Collected,
        "多地联办" => CrossProvinceMode.Joint,
        _ => CrossProvinceMode.None,
    };
}
