namespace Salience.Tests.Imaging;

/// <summary>Writes the simplest CMYK JPEG: 8x8 pixels of one colour, baseline, four components of one constant block each.</summary>
internal static class CmykJpeg
{
    private const byte Marker = 0xFF;

    /// <param name="c">Cyan as stored: inverted, 255 is no ink, as Adobe's programs write it.</param>
    /// <param name="m">Magenta as stored.</param>
    /// <param name="y">Yellow as stored.</param>
    /// <param name="k">Black as stored.</param>
    public static byte[] Make(byte c, byte m, byte y, byte k)
    {
        // A constant block of value v has the single coefficient 8 (v - 128); divided by 8 it fits 8 bits.
        byte[] quantisation = [0, 8, .. Enumerable.Repeat((byte)1, 63)];
        byte[] frame = [8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0];
        // Sizes 0 to 11, each with a code of 4 bits; for the other coefficients only "end of block", code 0.
        byte[] sizes = [0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
        byte[] ends = [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] scan = [4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0];
        return
        [
            Marker, 0xD8,
            .. Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]),
            .. Segment(0xDB, quantisation), .. Segment(0xC0, frame), .. Segment(0xC4, sizes), .. Segment(0xC4, ends), .. Segment(0xDA, scan),
            .. Blocks(c, m, y, k),
            Marker, 0xD9,
        ];
    }

    private static byte[] Segment(byte kind, byte[] content) => [Marker, kind, 0, (byte)(content.Length + 2), .. content];

    private static byte[] Blocks(params byte[] values)
    {
        var bits = new List<bool>();
        foreach (byte value in values)
        {
            int coefficient = value - 128, size = 0;
            while (Math.Abs(coefficient) >> size != 0)
                size++;
            Add(bits, size, 4);
            Add(bits, coefficient < 0 ? coefficient + (1 << size) - 1 : coefficient, size);
            Add(bits, 0, 1);
        }
        while (bits.Count % 8 != 0)
            bits.Add(true);
        var bytes = new List<byte>();
        foreach (bool[] chunk in bits.Chunk(8))
        {
            byte packed = (byte)chunk.Aggregate(0, (sum, bit) => 2 * sum + (bit ? 1 : 0));
            bytes.Add(packed);
            if (packed == Marker)
                bytes.Add(0);
        }
        return [.. bytes];
    }

    private static void Add(List<bool> bits, int value, int count)
    {
        for (int bit = count - 1; bit >= 0; bit--)
            bits.Add((value >> bit & 1) != 0);
    }
}
