#:project ../src/Salience/Salience.csproj
#:package SkiaSharp.NativeAssets.Linux.NoDependencies
#:property PublishAot=false

// Draws a picture of our own that an ImageNet network knows, for the figures of the documentation: a wall clock over a striped wall.
//   dotnet run samples/scene.cs -- clock.png
using Salience.Imaging;
using SkiaSharp;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: scene.cs CLOCK.png");
    return 2;
}

const int Width = 360, Height = 300;
using var surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Premul));
SKCanvas canvas = surface.Canvas;
var random = new Random(4);

// The wall: paper with stripes and grain, lighter at the window side.
using var wall = new SKPaint { Shader = SKShader.CreateLinearGradient(new(0, 0), new(Width, Height), [new(216, 203, 178), new(148, 132, 110)], SKShaderTileMode.Clamp) };
canvas.DrawRect(0, 0, Width, Height, wall);
using var stripe = new SKPaint { Color = new SKColor(120, 96, 80, 38) };
for (int x = 0; x < Width; x += 24)
    canvas.DrawRect(x, 0, 9, Height, stripe);
using var grain = new SKPaint();
for (int i = 0; i < 14000; i++)
{
    grain.Color = new SKColor((byte)random.Next(90, 255), (byte)random.Next(90, 235), (byte)random.Next(70, 210), 26);
    canvas.DrawRect(random.Next(Width), random.Next(Height), 2, 2, grain);
}

// The shelf with two books and their shadow.
using var wood = new SKPaint { Color = new SKColor(104, 66, 38), IsAntialias = true };
using var shade = new SKPaint { Color = new SKColor(40, 24, 12, 90), MaskFilter = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, 6) };
canvas.DrawRect(0, 262, Width, 16, shade);
canvas.DrawRect(0, 250, Width, 14, wood);
using var red = new SKPaint { Color = new SKColor(140, 44, 40) };
using var blue = new SKPaint { Color = new SKColor(48, 72, 112) };
canvas.DrawRect(22, 176, 20, 74, red);
canvas.DrawRect(44, 190, 16, 60, blue);

// The clock.
var centre = new SKPoint(212, 130);
canvas.DrawCircle(centre.X + 7, centre.Y + 9, 96, shade);
using var rim = new SKPaint { Shader = SKShader.CreateLinearGradient(new(120, 40), new(300, 220), [new(96, 62, 34), new(40, 22, 10)], SKShaderTileMode.Clamp), IsAntialias = true };
using var face = new SKPaint { Shader = SKShader.CreateRadialGradient(centre, 84, [new(252, 250, 240), new(226, 220, 200)], SKShaderTileMode.Clamp), IsAntialias = true };
using var ink = new SKPaint { Color = new SKColor(24, 20, 18), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeCap = SKStrokeCap.Round };
canvas.DrawCircle(centre, 96, rim);
canvas.DrawCircle(centre, 83, face);
for (int minute = 0; minute < 60; minute++)
{
    ink.StrokeWidth = minute % 5 == 0 ? 5 : 1.6f;
    canvas.DrawLine(OnFace(minute / 60.0, minute % 5 == 0 ? 62 : 72), OnFace(minute / 60.0, 77), ink);
}

Hand((10 + 9 / 60.0) / 12, 42, 7);
Hand(9 / 60.0, 62, 4.5f);
ink.Color = new SKColor(170, 30, 24);
Hand(36 / 60.0, 66, 1.8f);
canvas.DrawCircle(centre, 4, red);

using SKImage picture = surface.Snapshot();
using SKPixmap pixels = picture.PeekPixels();
var rgb = new byte[3 * Width * Height];
ReadOnlySpan<byte> rgba = pixels.GetPixelSpan();
for (int i = 0; i < Width * Height; i++)
    rgba.Slice(4 * i, 3).CopyTo(rgb.AsSpan(3 * i));
ImageFile.WritePng(args[0], new RgbImage(Width, Height, rgb));
return 0;

SKPoint OnFace(double turn, double radius) =>
    new(centre.X + (float)(radius * Math.Sin(2 * Math.PI * turn)), centre.Y - (float)(radius * Math.Cos(2 * Math.PI * turn)));

void Hand(double turn, double length, float width)
{
    ink.StrokeWidth = width;
    canvas.DrawLine(OnFace(turn + 0.5, length / 5), OnFace(turn, length), ink);
}
