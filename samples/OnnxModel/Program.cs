// dotnet run -c Release --project samples/OnnxModel -- squeezenet1.1.onnx photo.jpg overlay.png
using Salience.Attribution;
using Salience.Decomposition;
using Salience.Imaging;
using Salience.Onnx;

using var model = OnnxImporter.Load(args[0]);
using var fullGrad = new FullGrad(model.Network);
var photo = new Preprocessing(Height: 224, Width: 224, Channels: 3, Normalization.ImageNet).Apply(ImageFile.Read(args[1]));
using var image = photo.ToTensor();
using var batch = image.unsqueeze(0);
using var explanation = fullGrad.Explain(batch, Target.ArgMax);
using var map = explanation.Map[0];
ImageFile.WritePng(args[2], Overlay.Paint(photo.Picture, HeatMap.FromTensor(map)));
var account = explanation.Completeness;
Console.WriteLine($"class {account.Classes![0]}: score {account.Outputs[0]:f4}, sum of all terms {account.Sums[0]:f4}, residual {account.Residual(0):e1}");
